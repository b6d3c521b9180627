"""The written outputs of a result: the plan, the roster as CSV and XLSX, and a page to look at."""

from matcher.report.files import write_outputs
from matcher.report.page import render_page

__all__ = ["render_page", "write_outputs"]
