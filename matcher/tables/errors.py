"""What is wrong with a file, told so that a person can act on it."""

from collections.abc import Iterable

from matcher.result import RowProblem

SHOWN = 20
"""Problems that the error's own text lists before it only counts the rest."""


class TableError(ValueError):
    """A file that cannot be used; ``problems`` has every reason, in the order of file, row and column."""

    def __init__(self, problems: Iterable[RowProblem]) -> None:
        self.problems = tuple(problems)
        lines = [sentence(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"and {len(self.problems) - SHOWN} more")
        super().__init__("\n".join(lines))


def sentence(problem: RowProblem) -> str:
    """A problem as one line: file, row, column, what is wrong and what to do."""
    where = [problem.file]
    if problem.row is not None:
        where.append(f"row {problem.row}")
    if problem.column is not None:
        where.append(problem.column)
    return f"{', '.join(where)}: {problem.message}"


def problem_with(file: str, code: str, message: str) -> TableError:
    """The error of one problem that concerns a whole file."""
    return TableError([RowProblem(file=file, code=code, message=message)])
