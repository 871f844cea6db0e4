"""Why one pay plan makes more than another: what reps answer with, one response at a time."""
