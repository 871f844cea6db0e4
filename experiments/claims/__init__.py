"""Do the fourteen claims hold? Finished ones are taken in, and their pages are written."""
