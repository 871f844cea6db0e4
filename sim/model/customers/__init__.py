"""Customers: all that they notice, remember, believe, say to each other and decide."""
