"""Does a real funnel come back in months to which nothing was fitted?"""
