"""The reasons why one pay plan makes more than another: reps' responses, one at a time."""
