"""Group offers from sizes alone: as many equal groups as serve the list best."""

from matcher.intake import Group, Intake, Sizes
from matcher.rules.screening import is_stopped


def equal_groups(intake: Intake) -> tuple[Group, ...]:
    """Equal groups ``g1`` .. ``gK`` for everybody who may be placed; the running groups' members count too."""
    return tuple(
        Group(
            id=f"g{number}",
            min_size=intake.sizes.min_size,
            max_size=intake.sizes.max_size,
            target_size=intake.sizes.target_size,
        )
        for number in range(1, equal_count(intake) + 1)
    )


def equal_count(intake: Intake) -> int:
    """How many they are."""
    people = sum(not is_stopped(intake, applicant) for applicant in intake.applicants)
    return best_count(people, intake.sizes)


def best_count(people: int, sizes: Sizes) -> int:
    """How many equal groups: first the most people seated, then sizes nearest to the target, then more groups.

    Never less than one, so that there is always a group to explain why nobody sits in it.
    """
    fewest = -(-people // sizes.max_size)
    most = people // sizes.min_size
    if fewest > most or not most:
        return max(1, most)
    near = people // sizes.target_size
    candidates = range(max(fewest, near - 1, 1), min(most, near + 2) + 1) or range(max(fewest, 1), most + 1)
    return min(candidates, key=lambda k: (_distance(people, k, sizes.target_size), -k))


def _distance(people: int, count: int, target: int) -> int:
    small, larger = divmod(people, count)
    return larger * abs(small + 1 - target) + (count - larger) * abs(small - target)
