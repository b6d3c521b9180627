"""Changing plans by hand: what the interface and the pages both do."""
