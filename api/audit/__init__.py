"""The audit: every deed, in a chain that shows whether it was tampered with."""
