"""A pay plan that is gamed: what that brings a rep and costs the firm, and on which clause."""
