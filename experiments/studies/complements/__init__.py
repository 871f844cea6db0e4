"""Do marketing and sales complement each other, or does one replace the other?"""
