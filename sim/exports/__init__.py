"""Exports: a run as the firm's own systems would hold it, and the truth beside it."""
