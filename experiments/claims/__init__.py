"""The thirteen claims: their verdicts as pages, and the gallery of their figures."""
