"""A pay plan before a compensation committee: what it pays, to whom, and who would leave."""
