"""How much narrower is a difference for shared luck, at equal budget?"""
