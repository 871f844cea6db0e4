"""Exports: what a firm would have of a run in its own systems, and the truth beside it."""
