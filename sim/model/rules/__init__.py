"""The science: each rule once, as a scalar function of what one agent knows today.

Plain arithmetic on numbers: no state, no objects, no configuration. Every rule names the paper it
comes from. The same source is compiled for a step over all rows, runs interpreted, and serves one
agent that a person moves by hand.
"""
