"""Invented waiting lists with the shape of real ones: the same seed gives the same list, byte for byte."""

from matcher.generate.offers import generate_groups
from matcher.generate.people import AS_OF, LARGEST, Generated, Kind, generate
from matcher.tables.listing import applicants_csv, groups_csv

__all__ = ["AS_OF", "LARGEST", "Generated", "Kind", "applicants_csv", "generate", "generate_groups", "groups_csv"]
