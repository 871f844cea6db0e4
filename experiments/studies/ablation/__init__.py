"""What breaks when a mechanism of the buyer is switched off?"""
