"""A sweep's statistics: differences, ranks, effects, sensitivities, and when runs are enough.

Pure functions of the table of runs. docs/statistics.md says which method each is, and why.
"""
