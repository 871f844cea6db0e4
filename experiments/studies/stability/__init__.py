"""Does the market stay what it is: over ten years, at any size, and however it starts?"""
