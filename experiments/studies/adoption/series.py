"""Eight adoption series as their Bass parameters: numbers published or fitted, no data.

Fits by nonlinear least squares on differences of Bass's curve (Srinivasan & Mason 1986, Marketing
Science 5:169-178; the curve: Bass 1969, Management Science 15:215-227) to yearly adoptions of
consumer durables in the United States, and of technologies by hospitals and programs by schools.
"""

from typing import NamedTuple


class Series(NamedTuple):
    """A series: its name, years observed, p and q (1/year), m and its unit."""

    name: str
    years: int
    p: float
    q: float
    m: float
    unit: str


SERIES = (
    Series("room air conditioners, 1949-61", 13, 0.0094, 0.375, 18_713.0, "thousand"),
    Series("colour television, 1963-70", 8, 0.0185, 0.616, 39_659.0, "thousand"),
    Series("clothes dryers, 1949-61", 13, 0.0136, 0.327, 16_497.0, "thousand"),
    Series("video recorders, 1980-89", 10, 0.0088, 0.642, 67_660.0, "thousand"),
    Series("ultrasound, 1965-78", 14, 0.0013, 0.621, 167.0, "hospitals"),
    Series("mammography, 1965-78", 14, 0.0004, 0.861, 111.0, "hospitals"),
    Series("foreign language, 1952-63", 12, 0.0015, 0.741, 35.8, "% of schools"),
    Series("accelerated program, 1952-63", 12, 0.0007, 0.928, 64.4, "% of schools"),
)
