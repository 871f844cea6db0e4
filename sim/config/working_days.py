"""Working days: a week has five, a quarter thirteen weeks, and there are no holidays."""

WEEK = 5
MONTH = 4 * WEEK
QUARTER = 13 * WEEK
YEAR = 4 * QUARTER
