"""Would somebody who runs a sales department believe the default market's numbers?"""
