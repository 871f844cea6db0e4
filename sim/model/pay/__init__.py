"""What a pay plan measures, owes and makes worth doing."""
