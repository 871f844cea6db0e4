"""What do attribution rules and a weekly regression credit, and what was true?"""
