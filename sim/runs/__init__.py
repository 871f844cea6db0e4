"""Scenarios and their replicates, run one after another or on several processes."""
