"""From a command's options to an intake, with every problem of every file at once."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from matcher.intake import LARGEST_GROUP, Sizes
from matcher.plan import Plan
from matcher.policy import Policy
from matcher.result import RowProblem
from matcher.tables import PlanFile, ReadIntake, TableError, read_intake, read_mapping, read_plan, read_policy
from matcher.terminal.options import ListOptions
from matcher.terminal.refusal import Refused
from matcher.validation import problems_in
from matcher.vocabulary import Vocabulary, load_vocabulary, shipped_vocabulary

T = TypeVar("T")

_SIZE = re.compile(r"(\d{1,4})(?:\s*(?:-|–|to)\s*(\d{1,4}))?")
SMALLEST_GROUP = 2
_WRONG_COLUMN = {
    "missing": "a vocabulary needs this column: add it",
    "extra_forbidden": "a vocabulary has no such column: remove it, or name another file",
}
_HOW_TO_WRITE_SIZES = "write one number such as 8, or the least and then the most such as 6-10"


def read_list(options: ListOptions, plan: PlanFile | None = None) -> ReadIntake:
    """The intake of a list; groups and policy of a plan's file stand in where the options name none.

    Raises:
        Refused: With every problem of every file.
    """
    problems: list[RowProblem] = []
    mapping = _attempt(lambda: read_mapping(options.mapping, options.mapping_file), problems)
    policy = _policy(options, plan, problems)
    reasons = _attempt(lambda: _vocabulary(options.reasons, lambda path: load_vocabulary(reasons=path)), problems)
    stages = _attempt(
        lambda: _vocabulary(options.life_stages, lambda path: load_vocabulary(life_stages=path)), problems
    )
    sizes = _attempt(lambda: read_sizes(options), problems)
    read = None
    if mapping is not None:
        vocabulary = reasons and stages and Vocabulary(reasons=reasons.reasons, life_stages=stages.life_stages)
        read = _attempt(
            lambda: read_intake(
                options.list_path,
                groups=options.groups,
                offers=None if plan is None or options.groups or options.size or options.target else plan.offers,
                sizes=sizes,
                policy=policy,
                vocabulary=vocabulary,
                mapping=mapping,
                skip_invalid=options.skip_invalid,
                as_of=options.as_of,
            ),
            problems,
        )
    if problems or read is None:
        raise Refused(problems, as_json=options.as_json)
    return read


def read_list_and_plan(options: ListOptions, plan_path: Path, *, changed: bool = False) -> tuple[ReadIntake, Plan]:
    """A list and a plan that was made from it, or from what the list was before it ``changed``.

    Raises:
        Refused: With every problem of either, among them people and groups that the list does not know, unless it
            changed: then it must know somebody of the plan.
    """
    problems: list[RowProblem] = []
    plan = _attempt(lambda: read_plan(plan_path), problems)
    if plan is None:
        raise Refused(problems, as_json=options.as_json)
    read = read_list(options, plan)
    unknown = plan.plan.unknown_to(read.intake)
    if changed:
        known = plan.plan.by_applicant().keys() & read.intake.applicant_by_id.keys()
        if plan.plan.groups and not known:
            message = "nobody of this plan is on the list: name the list it was made from, as it is now"
            raise Refused(
                [RowProblem(file=plan_path.name, code="unknown_applicant", message=message)], as_json=options.as_json
            )
    elif unknown:
        raise Refused(
            (RowProblem(file=plan_path.name, column=p.pointer, code=p.code, message=p.message) for p in unknown),
            as_json=options.as_json,
        )
    return read, plan.plan


def read_sizes(options: ListOptions) -> Sizes | None:
    """The sizes asked for: ``6-10``, or ``8`` for exactly eight; the target goes to the nearest size allowed.

    Raises:
        TableError: If they cannot be read, contradict each other, or stand beside a file of groups.
    """
    if options.size is None and options.target is None:
        return None
    if options.groups is not None:
        raise _of_option("--size", "a file of groups has its own sizes: leave out --size and --target, or --groups")
    usual = Sizes()
    least, most = usual.min_size, usual.max_size
    if options.size is not None:
        match = _SIZE.fullmatch(options.size.strip())
        if match is None:
            raise _of_option("--size", f"not a size: {_HOW_TO_WRITE_SIZES}")
        least, most = int(match[1]), int(match[2] or match[1])
    if not SMALLEST_GROUP <= least <= most <= LARGEST_GROUP:
        raise _of_option("--size", f"sizes go from {SMALLEST_GROUP} to {LARGEST_GROUP}: {_HOW_TO_WRITE_SIZES}")
    target = options.target if options.target is not None else min(max(usual.target_size, least), most)
    if not least <= target <= most:
        raise _of_option("--target", f"{target} lies outside {least}-{most}: correct --target or --size")
    return Sizes(min_size=least, max_size=most, target_size=target)


def _policy(options: ListOptions, plan: PlanFile | None, problems: list[RowProblem]) -> Policy | None:
    path = options.policy
    if path is not None:
        return _attempt(lambda: read_policy(path), problems)
    return None if plan is None else plan.policy


def _vocabulary(path: Path | None, load: Callable[[Path], Vocabulary]) -> Vocabulary:
    """The shipped vocabulary, with the part that ``load`` replaces from a file where one is named.

    Raises:
        TableError: If the file cannot be read or is no vocabulary.
    """
    if path is None:
        return shipped_vocabulary()
    try:
        return load(path)
    except ValidationError as error:
        raise TableError(
            RowProblem(
                file=path.name,
                column=".".join(map(str, problem.path)) or None,
                code=problem.code,
                message=_WRONG_COLUMN.get(problem.code, f"{problem.message}: correct it"),
            )
            for problem in problems_in(error)
        ) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = "cannot be read: name a CSV file in UTF-8 with at least a column slug"
        raise TableError([RowProblem(file=path.name, code="unreadable_file", message=message)]) from error


def _of_option(option: str, message: str) -> TableError:
    return TableError([RowProblem(file=option, code="invalid_option", message=message)])


def _attempt(read: Callable[[], T], problems: list[RowProblem]) -> T | None:
    """What is read, or None and the reasons among the problems."""
    try:
        return read()
    except TableError as error:
        problems.extend(error.problems)
        return None
