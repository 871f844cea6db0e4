"""How often an interval holds that was replicated until it was narrow enough."""
