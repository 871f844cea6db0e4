"""Measures that several studies and fits share: a buyer's outcomes, and the communication elasticity."""
