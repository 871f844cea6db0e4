"""A config with some parameters changed by dotted key, for the focal firm and its rivals alike."""

from sim.config.dotted import OF_FIRMS, Settings, changed, value_of

__all__ = ["OF_FIRMS", "Settings", "changed", "value_of"]
