"""Search for the best scenarios: what to seek, when to give one up, and a study that resumes."""
