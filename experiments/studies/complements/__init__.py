"""Do marketing and sales complement each other, or does one replace the other?

Four arms on the same seeds: as it is; without content; with reps who take orders but neither
discover nor persuade; without both. Everywhere reps call cold, or without content nobody would be
met at all. Once with the private part of utility, which only a rep's discovery shows, once without.
"""
