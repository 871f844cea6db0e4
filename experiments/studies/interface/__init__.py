"""What do shared knowledge and shared goals do, and twice the leads?"""
