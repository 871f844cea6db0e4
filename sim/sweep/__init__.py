"""Sweeps: many runs of many scenarios, batched over processes, journalled, resumable."""
