"""Whether the entries of an intake agree with each other: ids, references, pairs."""

from collections.abc import Container, Iterable, Iterator, Sequence

from matcher.intake import NAMING_OTHERS, Applicant, Group, Intake, Problem, Tie, possible_birth_year

_GROUP_FIELDS = ("pinned_group", "seated_in", "published_group")
_GROUP_LISTS = ("kept_off_groups", "preferred_groups")


def disagreements(intake: Intake) -> list[Problem]:
    """Every problem that shows only when entries are compared, with the place of each."""
    known = {applicant.id for applicant in intake.applicants}
    return [
        *_duplicates(intake.applicants, "applicants"),
        *_duplicates(intake.groups, "groups"),
        *_unknown_people(intake.applicants, known),
        *_tied_to_nobody(intake.ties, known),
        *_unknown_groups(intake.applicants, intake),
        *_contradictory_pairs(intake),
        *_impossible_birth_years(intake.applicants, intake),
    ]


def disagreements_of(newcomer: Applicant, intake: Intake) -> list[Problem]:
    """What is wrong about one more person at the end of the list, with an id that nobody has."""
    alone, place = (newcomer,), len(intake.applicants)
    return [
        *_unknown_people(alone, intake.applicant_by_id, place),
        *_unknown_groups(alone, intake, place),
        *_impossible_birth_years(alone, intake, place),
    ]


def _duplicates(entries: Sequence[Applicant | Group], where: str) -> Iterator[Problem]:
    if len({entry.id for entry in entries}) == len(entries):
        return
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            yield Problem(
                path=(where, index, "id"),
                code="duplicate_id",
                message=f"the same id stands at an earlier entry of {where}: give each its own",
            )
        seen.add(entry.id)


def _unknown_people(people: Sequence[Applicant], known: Container[str], first: int = 0) -> Iterator[Problem]:
    for index, applicant in enumerate(people, first):
        if not applicant.avoid and not applicant.together:
            continue
        for field in NAMING_OTHERS:
            for place, other in enumerate(getattr(applicant, field)):
                if other not in known:
                    yield _nobody("applicants", index, field, place)


def _tied_to_nobody(ties: Iterable[Tie], known: Container[str]) -> Iterator[Problem]:
    for index, tie in enumerate(ties):
        for field in ("a", "b"):
            if getattr(tie, field) not in known:
                yield _nobody("ties", index, field)


def _nobody(*path: str | int) -> Problem:
    message = "no applicant of the list has this id: correct or remove it"
    return Problem(path=path, code="unknown_applicant", message=message)


def _unknown_groups(people: Sequence[Applicant], intake: Intake, first: int = 0) -> Iterator[Problem]:
    message = "no group on offer has this id: correct or remove it, or add the group"
    for index, applicant in enumerate(people, first):
        if not _names_a_group(applicant):
            continue
        # Looked up only now: where no group is given, the offers are made for this.
        known = intake.group_by_id
        for field in _GROUP_FIELDS:
            if getattr(applicant, field) is not None and getattr(applicant, field) not in known:
                yield Problem(path=("applicants", index, field), code="unknown_group", message=message)
        for field in _GROUP_LISTS:
            for place, group in enumerate(getattr(applicant, field)):
                if group not in known:
                    path = ("applicants", index, field, place)
                    yield Problem(path=path, code="unknown_group", message=message)


def _names_a_group(a: Applicant) -> bool:
    return bool(a.seated_in or a.pinned_group or a.published_group or a.kept_off_groups or a.preferred_groups)


def _contradictory_pairs(intake: Intake) -> Iterator[Problem]:
    if not any(applicant.together for applicant in intake.applicants):
        return
    apart = {frozenset((a.id, other)) for a in intake.applicants for other in a.avoid}
    keep_apart = intake.policy.rules.keep_apart
    kinds = () if keep_apart.mode == "off" else keep_apart.kinds
    tied = {frozenset((tie.a, tie.b)) for tie in intake.ties if tie.kind in kinds}
    for index, applicant in enumerate(intake.applicants):
        for place, other in enumerate(applicant.together):
            pair = frozenset((applicant.id, other))
            if other in applicant.avoid or len(pair) < 2:
                continue
            if pair in apart or pair in tied:
                by = "the other's avoid" if pair in apart else "a tie that keeps people apart"
                yield Problem(
                    path=("applicants", index, "together", place),
                    code="contradictory_pair",
                    message=f"asked to sit together here and kept apart by {by}: remove one of the two",
                )


def _impossible_birth_years(people: Sequence[Applicant], intake: Intake, first: int = 0) -> Iterator[Problem]:
    for index, applicant in enumerate(people, first):
        year = applicant.birth_year
        if year is not None and applicant.age is None and not possible_birth_year(year, intake.day):
            yield Problem(
                path=("applicants", index, "birth_year"),
                code="impossible_age",
                message="nobody born in this year has a possible age (10 to 119): correct it",
            )
