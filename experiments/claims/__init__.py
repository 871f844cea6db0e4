"""Do the thirteen claims hold? Finished ones are taken in, and their pages are written."""
