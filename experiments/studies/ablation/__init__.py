"""What breaks when a mechanism of the buyer is switched off, one at a time."""
