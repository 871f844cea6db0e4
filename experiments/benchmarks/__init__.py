"""Speed and memory, measured: what is promised, what is found, and whether that is enough.

Every figure is taken in a process of its own, so that one measurement's memory and compiled code
are not another's. ``make bench`` runs all of them; nothing here is asserted in a test.
"""
