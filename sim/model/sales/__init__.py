"""The sales department: requests, conversations, offers, signatures, accounts and the staff."""
