"""Foresight: how a rep looks ahead from today to the end of a pay period, and beyond it."""
