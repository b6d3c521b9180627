"""Rooms as columns: the best choice among rooms that were seen, and the proof of how good any choice can be."""
