"""The real funnel: how many leads of each channel have a need, fitted to how many are won."""
