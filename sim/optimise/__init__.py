"""Search for the best scenarios: goals, races that give up losers, a study that resumes."""
