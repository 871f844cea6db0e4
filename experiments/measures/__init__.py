"""Measures that several programs look at: the buyer's outcomes, the communication elasticity."""
