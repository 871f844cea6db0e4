"""What may be said on the command line and in a config, and how it is read."""
