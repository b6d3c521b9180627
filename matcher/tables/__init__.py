"""Lists in and out: coordinators' spreadsheets, policies and plans, read with every problem at once."""

from matcher.tables.errors import TableError
from matcher.tables.grid import Grid, read_grid
from matcher.tables.intake import ReadIntake, intake_of, read_intake
from matcher.tables.mapping import read_mapping
from matcher.tables.neutralise import neutralise
from matcher.tables.plan import PlanFile, read_plan
from matcher.tables.policy import read_policy

__all__ = [
    "Grid",
    "PlanFile",
    "ReadIntake",
    "TableError",
    "intake_of",
    "neutralise",
    "read_grid",
    "read_intake",
    "read_mapping",
    "read_plan",
    "read_policy",
]
