"""Does a sweep come to the same bytes wherever it is killed?"""
