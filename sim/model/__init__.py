"""The market: its agents, its departments, its state and its day."""
