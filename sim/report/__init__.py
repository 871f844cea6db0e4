"""A finished folder as one page of HTML, which a person can mail, print and read offline."""
