"""Calibration of the default market to the seven facts that are for calibration, and no other."""
