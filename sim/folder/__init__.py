"""A run's folder: named, claimed, written whole, with where its results come from."""
