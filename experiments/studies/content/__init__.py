"""What do promotions, releases, topics and marketers who decide do?"""
