"""Pay plans in the words of the trade, and how they become components."""
