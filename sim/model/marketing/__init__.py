"""The marketing department: what is published, when, about which topic, at which price."""
