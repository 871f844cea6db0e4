"""Does a real funnel come back, its levels fitted?"""
