"""Statistics of a sweep's runs: differences, ranks, effects, sensitivities, and when there are enough.

Pure functions of the table of runs. docs/statistics.md says which method each is, and why.
"""
