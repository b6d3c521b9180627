"""The written outputs of a result: the plan, the roster as CSV and XLSX, and a page to look at."""

from matcher.report.files import write_outputs

__all__ = ["write_outputs"]
