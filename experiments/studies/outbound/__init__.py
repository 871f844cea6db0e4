"""Does success fall with the number of the call, as it does in a real campaign?"""
