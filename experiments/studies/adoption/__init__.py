"""Do eight published adoption curves come back from a market that is given their p, q and m?"""
