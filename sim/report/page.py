"""The page: templates filled, the style and one script within, nothing from outside."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

# The largest page, in bytes: what can be mailed anywhere.
LARGEST = 2 * 2**20
# An interval in a sentence, in brackets that hold no others.
_INTERVAL = re.compile(r"\[[^\[\]<>]*\]")
_UNIT = re.compile(r"(?<=\d) (?=(?:%|k|m|bn)(?!\w))")
_JOINT = re.compile(r"[=,_./]")
MARK = '<meta name="generator" content="smarketing">'


def filled(template: str, content: Mapping[str, Any]) -> str:
    """The text of a page. All that is not marked as safe is escaped."""
    script = _source("sort.js") + _source("print.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    within = {"style": Markup(tokens() + _source("style.css")), "script": Markup(script)}
    text = (
        _templates()
        .get_template(template)
        .render(**content, **within, script_digest=digest, mark=Markup(MARK))
    )
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"


def tokens() -> str:
    """The colours of pages, light and dark, as CSS: the app serves the same file."""
    return files("sim.report").joinpath("static/tokens.css").read_text("utf-8")


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {"set_in_type": _set_in_type, "may_break": _may_break}
    return found


def _set_in_type(text: str) -> Markup:
    """A sentence with its intervals in grey and its units tied to their numbers."""
    tied = _UNIT.sub("\N{NO-BREAK SPACE}", str(escape(text)))
    tied = tied.replace("\N{MINUS SIGN}", "\N{MINUS SIGN}\N{WORD JOINER}")
    return Markup(_INTERVAL.sub(r'<span class="range">\g<0></span>', tied))


def _may_break(name: str) -> Markup:
    """A name of words without spaces, which may break between them."""
    return Markup(_JOINT.sub(r"\g<0><wbr>", str(escape(name))))


def _source(name: str) -> str:
    """A file that stands beside the templates, as it is."""
    environment = _templates()
    loader: Any = environment.loader
    text: str = loader.get_source(environment, name)[0]
    return text
