"""Re-planning: a plan that held, changed by as little as is worth it when the list changes."""

from matcher.revise.answer import Frontier, Kept, MoveReport, Point, Revision
from matcher.revise.places import Grade
from matcher.revise.problem import TooLong
from matcher.revise.revise import frontier, revise

__all__ = ["Frontier", "Grade", "Kept", "MoveReport", "Point", "Revision", "TooLong", "frontier", "revise"]
