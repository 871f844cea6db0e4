"""What promotions, releases, topics and marketers who decide do to a firm."""
