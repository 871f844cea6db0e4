"""Why does another pay plan earn more or less? The same market and luck, one response at a time.

Everything that reps do under each of two plans is written down. Then the market is run again with
some of it as under the first plan and the rest as under the second, until each part of the
difference has its cause.
"""
