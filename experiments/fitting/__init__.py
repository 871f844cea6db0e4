"""Fits of the model to published facts and to a real funnel, and the screening before them."""
