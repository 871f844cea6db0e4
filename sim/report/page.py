"""The page: templates filled, the style and one script within, nothing from outside."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

# The largest page, in bytes: what can be mailed anywhere.
LARGEST = 2 * 2**20
MARK = '<meta name="generator" content="smarketing">'


def filled(template: str, content: Mapping[str, Any]) -> str:
    """The text of a page. All that is not marked as safe is escaped."""
    script = _source("sort.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    within = {"style": Markup(_source("style.css")), "script": Markup(script)}  # noqa: S704
    text = _templates().get_template(template).render(
        **content, **within, script_digest=digest, mark=Markup(MARK)
    )
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip()) + "\n"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _source(name: str) -> str:
    """A file that stands beside the templates, as it is."""
    environment = _templates()
    loader: Any = environment.loader
    text: str = loader.get_source(environment, name)[0]
    return text
