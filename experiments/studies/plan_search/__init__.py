"""A search over pay plans: more value over three years without losing the first quarter."""
