"""Kinds of files that the service gives, and how each ends."""

from collections.abc import Mapping

JSON = "application/json"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html"
PDF = "application/pdf"
CALENDAR = "text/calendar"

SUFFIXES: Mapping[str, str] = {CSV: "csv", XLSX: "xlsx", HTML: "html", PDF: "pdf", CALENDAR: "ics"}
"""How files of each kind end."""
