"""The engine: compile an intake, construct a first plan, improve it, bound it."""
