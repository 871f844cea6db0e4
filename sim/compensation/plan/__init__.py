"""What a compensation committee asks of a pay plan: what it pays, to whom, and who would leave."""
