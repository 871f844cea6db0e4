"""State: customers, marketers, sales reps, firms, network; agents are rows, columns are views."""
