"""A figure as SVG to stand within a page: its words stay words, its colours follow the page's."""

import itertools
import re
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from sim.plots import style
from sim.plots.said import Said, said

# Any browser finds one of these, and all are about as wide as the type that places were made for.
TYPE = "'DejaVu Sans', Verdana, 'Bitstream Vera Sans', Geneva, sans-serif"
AS_WORDS: Any = {"svg.fonttype": "none", "svg.hashsalt": "smarketing"}
NO_STAMP: Any = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_ID = re.compile(r'(\bid="|url\(#|href="#)')
# Names that a page may shade otherwise: the ground, and colours in which there is writing.
SHADES = {**style.PALETTE, "ground": "#FFFFFF"}
SHADES |= {f"{word}-ink": style.DARKER[colour] for word, colour in style.PALETTE.items()
           if style.DARKER.get(colour, style.GREY) != style.GREY}  # fmt: skip
_MADE, _NAMED = re.compile(r'id="([a-z][0-9a-f]{10})"'), re.compile(r"\b[a-z][0-9a-f]{10}\b")
_PATTERN = re.compile(r'(<pattern [^>]*)width="72" height="72">(.*?<path d=")([^"]*)"', re.DOTALL)
_START = re.compile(r"\s*M (\S+) (\S+)")
# A dotted hatch is drawn 600 times over in a tile of this many letters.
_LONG = 20_000
_FONT = re.compile(r"'DejaVu Sans'(?:, [^;\"]*)?(?=[;\"])")


def alone(figure: Figure) -> str:
    """A figure as a file of SVG, in its own colours, the same text for the same figure."""
    content = StringIO()
    with style.look(), mpl.rc_context(AS_WORDS):
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(content, metadata=NO_STAMP)
    return _numbered(_PATTERN.sub(_smaller, content.getvalue()))


def told(figure: Figure) -> Said:
    """Take title, subtitle and note off a figure, which is no taller than its drawing then.

    A page sets them in its own type, so that they wrap where it is narrow.
    """
    words = said(figure)
    for text in figure.texts[:3]:
        text.remove()
    engine: Any = figure.get_layout_engine()
    left, _, wide, high = engine.get()["rect"]
    figure.set_figheight(high * figure.get_figheight())
    engine.set(rect=(left, 0.004, wide, 0.992))
    return words


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
    text = alone(figure)
    text = text[text.index("<svg") :].rstrip()
    text = _ID.sub(rf"\1{name}-", text)
    text = _FONT.sub(TYPE, text)
    for word, colour in SHADES.items():
        found = re.compile(rf"{colour}\b", re.IGNORECASE)
        text = found.sub(f"var(--fig-{word}, {colour.lower()})", text)
    return _labelled(text, name, words)


def _numbered(text: str) -> str:
    """Ids by their order: those that are made for clips hang on places in memory."""
    names = dict.fromkeys(one.group(1) for one in _MADE.finditer(text))
    short = {name: f"{name[0]}{number}" for number, name in enumerate(names)}
    return _NAMED.sub(lambda found: short.get(found.group(), found.group()), text)


def _labelled(text: str, name: str, words: str) -> str:
    """Give an element its role and its alternative in words, and take away its fixed size."""
    head, rest = text.split(">", 1)
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    label = f'{head} role="img" aria-labelledby="{name}-words">'
    return f'{label}<title id="{name}-words">{escape(words)}</title>{rest}'


def _smaller(pattern: "re.Match[str]") -> str:
    """A hatch of hundreds of dots as the small tile that it repeats."""
    head, between, path = pattern.groups()
    if len(path) < _LONG:
        return pattern.group()
    dots = [f"{dot}z" for dot in path.split("z") if dot.strip()]
    starts = [(float(x), float(y)) for x, y in (_start(dot) for dot in dots)]
    across = sorted({x for x, _ in starts})
    # Every other row is shifted by half of what lies between two dots.
    tile = 4 * min(b - a for a, b in itertools.pairwise(across))
    kept = [dot for dot, (x, y) in zip(dots, starts, strict=True) if max(x, y) <= 1.2 * tile]
    between = between.replace('"73"', f'"{tile + 1:g}"')
    return f'{head}width="{tile:g}" height="{tile:g}">{between}{"".join(kept)}"'


def _start(dot: str) -> tuple[str, str]:
    found = _START.match(dot)
    return (found.group(1), found.group(2)) if found else ("0", "0")
