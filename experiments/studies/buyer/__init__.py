"""Which published facts hold in both markets, on fresh seeds?"""
