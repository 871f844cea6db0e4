"""Questions about a pay plan: why it earns more, how it can be gamed, what it does to whom."""
