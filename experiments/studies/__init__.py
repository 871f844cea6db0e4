"""Questions put to the model, a folder each, with its README, study, score and figure."""
