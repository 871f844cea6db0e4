"""What does looking ahead cost, how fine must it be, and what is it worth to a rep?"""
