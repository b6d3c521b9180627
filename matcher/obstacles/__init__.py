"""What stands in the way of somebody, or of any plan at all, and the smallest changes that would help.

``conflicts`` and ``repairs`` ask a solver; they are imported by their own names, so that whoever only explains a plan
does not load one.
"""

from matcher.obstacles.absence import MOST_HELPED, WhyNot, help_lines, smallest_changes, why_not, why_not_on
from matcher.obstacles.waiting import Waitlist

__all__ = ["MOST_HELPED", "Waitlist", "WhyNot", "help_lines", "smallest_changes", "why_not", "why_not_on"]
