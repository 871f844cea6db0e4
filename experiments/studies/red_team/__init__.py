"""What can a rep gain by gaming a pay plan, and what does it cost the firm?"""
