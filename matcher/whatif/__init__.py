"""What if: other groups, other hours, another policy. Each answer carries the plans, so that one can be taken."""

from matcher.whatif.effort import Effort
from matcher.whatif.groups import GroupsAnswer, GroupVariant, groups_more_or_fewer
from matcher.whatif.hours import HourCount, HoursAnswer, best_hours
from matcher.whatif.policy import PolicyAnswer, policy_moved, with_policy

__all__ = [
    "Effort",
    "GroupVariant",
    "GroupsAnswer",
    "HourCount",
    "HoursAnswer",
    "PolicyAnswer",
    "best_hours",
    "groups_more_or_fewer",
    "policy_moved",
    "with_policy",
]
