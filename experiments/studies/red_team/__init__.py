"""What can a rep gain by gaming a pay plan, and what does it cost the firm?

Part of the focal firm's reps plays an exploit, the others are honest; the same market and luck
without it tells what it brings. What anybody does depends on the calendar and on attainment alone,
so that one run is paid by every plan at once.
"""
