"""Groups on offer that suit an invented list: sessions when most people can come, two leaders each."""

from collections import Counter
from collections.abc import Sequence

from matcher.generate.draws import Draws
from matcher.intake import Applicant, Group, Sizes
from matcher.times import Interval

_NOBODYS_TIMES = Interval(2, 17 * 60, 18 * 60 + 30)
"""When a group meets on whose times nothing is known: Wed 17:00-18:30."""


def generate_groups(applicants: Sequence[Applicant], seed: int) -> tuple[Group, ...]:
    """As many groups of the usual size as there are people to place.

    Each meets at the time at which most people who have no place yet can come. Groups that meet at one time have
    different leaders.

    Args:
        applicants: The list.
        seed: Decides between people who can come at the same number of times.
    """
    sizes = Sizes()
    people = [applicant for applicant in applicants if applicant.cleared is not False]
    sessions = _sessions(people, max(1, round(len(people) / sizes.target_size)), sizes.target_size, seed)
    at_once: Counter[Interval] = Counter()
    groups = []
    for number, session in enumerate(sessions, start=1):
        pair = at_once[session]
        at_once[session] += 1
        groups.append(
            Group(
                id=f"group-{number:0{len(str(len(sessions)))}d}",
                min_size=sizes.min_size,
                max_size=sizes.max_size,
                target_size=sizes.target_size,
                session=session,
                leaders=(f"leader-{2 * pair + 1}", f"leader-{2 * pair + 2}"),
                modality="in-person",
            )
        )
    return tuple(groups)


def _sessions(people: Sequence[Applicant], count: int, seats: int, seed: int) -> list[Interval]:
    """Greedily the time that suits most of those without a place; its seats go to those with the fewest times."""
    order = Draws(seed, "groups").shuffled(len(people)).tolist()
    bound = sorted((people[index] for index in order if people[index].availability), key=lambda p: len(p.availability))
    queues: dict[Interval, list[Applicant]] = {}
    for person in reversed(bound):
        for block in person.availability:
            queues.setdefault(block, []).append(person)
    left = {block: len(queue) for block, queue in queues.items()}
    placed: set[str] = set()
    sessions = []
    for _ in range(count):
        session = max(sorted(left), key=lambda block: left[block], default=_NOBODYS_TIMES)
        sessions.append(session)
        taken = 0
        queue = queues.get(session, [])
        while queue and taken < seats:
            person = queue.pop()
            if person.id in placed:
                continue
            placed.add(person.id)
            taken += 1
            for block in person.availability:
                left[block] -= 1
    return sorted(sessions)
