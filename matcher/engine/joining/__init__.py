"""Somebody new: what every room of a plan would be with them, and who could make way."""

from matcher.engine.joining.joining import Joining, Joins

__all__ = ["Joining", "Joins"]
