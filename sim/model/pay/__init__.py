"""Pay: what counts towards it, what the plan owes, and the quotas that follow."""
