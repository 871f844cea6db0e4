"""Which values of the market's free parameters make the facts for calibration come out together?"""
