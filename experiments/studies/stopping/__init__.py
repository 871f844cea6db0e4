"""How often does an interval hold that was replicated until it was narrow enough?"""
