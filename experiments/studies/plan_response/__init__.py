"""Why does one pay plan earn more or less than another?"""
