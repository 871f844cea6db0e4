"""What customers notice, remember, believe, say to each other and decide."""
