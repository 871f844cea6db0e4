"""How fast is the model, in how much memory, and is that within the budgets?

Every figure is taken in a process of its own, so that one measurement's memory and compiled code
are not another's. ``make bench`` runs all of them; nothing here is asserted in a test.
"""
