"""A figure in words, for a page that sets them in its own type and for who cannot see it."""

from typing import NamedTuple

from matplotlib.figure import Figure

from sim.metrics.sections import capital


class Said(NamedTuple):
    """A figure in words: its finding, the quantity drawn with its unit, a note."""

    finding: str
    drawn: str
    note: str

    @property
    def alternative(self) -> str:
        """The words in place of the drawing."""
        return f"{self.finding.rstrip('.')}. {capital(self.drawn.rstrip('.'))}."


def said(page: Figure) -> Said:
    """The words at the head and the foot of a page."""
    note, finding, drawn = (" ".join(str(one.get_text()).split("\n")) for one in page.texts[:3])
    return Said(finding, drawn, note)
