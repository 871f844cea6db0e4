"""A figure as SVG to stand within a page: its words stay words, its colours follow the page's."""

import re
from io import StringIO
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from sim.plots import style

# Any browser finds one of these, and all are about as wide as the type that places were made for.
TYPE = "'DejaVu Sans', Verdana, 'Bitstream Vera Sans', Geneva, sans-serif"
AS_WORDS: Any = {"svg.fonttype": "none", "svg.hashsalt": "smarketing"}
NO_STAMP: Any = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_ID = re.compile(r'(\bid="|url\(#|href="#)')
_FONT = re.compile(r"'DejaVu Sans'(?:, [^;\"]*)?(?=[;\"])")


def svg(figure: Figure, name: str, words: str) -> str:
    """Draw a figure as an element ``<svg>``, the same text for the same figure.

    Args:
        figure: The figure.
        name: Its name, which sets its ids apart from those of others on the page.
        words: What a person who cannot see it is told.

    Returns:
        The element, without XML's prologue. A colour of the palette is a variable of CSS
        (``--fig-ink``), which is that colour unless the page says otherwise.
    """
    content = StringIO()
    with style.look(), mpl.rc_context(AS_WORDS):
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(content, metadata=NO_STAMP)
    text = content.getvalue()
    text = text[text.index("<svg") :].rstrip()
    text = _ID.sub(rf"\1{name}-", text)
    text = _FONT.sub(TYPE, text)
    for word, colour in style.PALETTE.items():
        found = re.compile(rf"{colour}\b", re.IGNORECASE)
        text = found.sub(f"var(--fig-{word}, {colour.lower()})", text)
    return _labelled(text, name, words)


def _labelled(text: str, name: str, words: str) -> str:
    """Give an element its role and its alternative in words, and take away its fixed size."""
    from xml.sax.saxutils import escape

    head, rest = text.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    label = f'{head} role="img" aria-labelledby="{name}-words">'
    return f'{label}<title id="{name}-words">{escape(words)}</title>{rest}'
