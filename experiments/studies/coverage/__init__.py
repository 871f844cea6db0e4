"""How often do intervals, stars, ranks and verdicts hold that are printed?"""
