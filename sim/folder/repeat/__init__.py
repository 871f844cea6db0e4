"""A finished run folder of any origin: examine it, run it again, compare it, hand it on.

A folder is data. Nothing in it is executed, unpickled or instantiated, and what it says is checked
before anything is run.
"""
