"""Questions put to the model, a folder each: README, study, and as far as needed score and figure."""
