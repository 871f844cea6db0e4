"""Which of the buyer's parameters matter, and for what?"""
