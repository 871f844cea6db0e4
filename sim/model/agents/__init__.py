"""Customers, marketers and sales reps as Mesa agents."""
