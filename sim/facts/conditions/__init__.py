"""Runs of the model under the conditions that published facts speak of."""
