"""Numbers read from runs in the way that published studies read them from firms."""
