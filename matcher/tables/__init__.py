"""Lists in and out: coordinators' spreadsheets, policies and plans, read with every problem at once."""

from matcher.tables.errors import TableError
from matcher.tables.grid import Grid, read_grid
from matcher.tables.intake import Examined, ReadIntake, examine_intake, read_intake
from matcher.tables.listing import applicants_csv, applicants_xlsx, groups_csv, groups_xlsx
from matcher.tables.mapping import read_mapping
from matcher.tables.neutralise import neutralise
from matcher.tables.plan import PlanFile, read_plan
from matcher.tables.policy import read_policy

__all__ = [
    "Examined",
    "Grid",
    "PlanFile",
    "ReadIntake",
    "TableError",
    "applicants_csv",
    "applicants_xlsx",
    "examine_intake",
    "groups_csv",
    "groups_xlsx",
    "neutralise",
    "read_grid",
    "read_intake",
    "read_mapping",
    "read_plan",
    "read_policy",
]
