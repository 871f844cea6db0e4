"""Pages of the site beside docs/: those of other rooms, and those made from the code.

MkDocs calls the functions ``on_…`` while it builds (docs/site/mkdocs.yml).
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path, PurePosixPath
from posixpath import dirname, relpath
from typing import Any

import nbformat
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File
from PIL import Image

from sim.cli.help import BEYOND, FLAGS, USAGE, VERBS, verb_help
from sim.grammar.options import config_dir, groups

ROOT = Path(__file__).resolve().parents[2]
DOCS, OWN, NOTEBOOKS = ROOT / "docs", ROOT / "docs" / "site", ROOT / "notebooks"
BORROWED = ("*.md", "CITATION.cff", "notebooks/*.ipynb", "configs/**/*.yaml",
            "experiments/**/README.md", "docs/site/*.md")  # fmt: skip
LINK = re.compile(r'(\]\(|href=")([^)#"\s:]+)(?=[)#"])')
MUTE = re.compile(r'(?<=<img alt=")No description has been provided for this image')
BRACKET = re.compile(r"(?=[\[\]])")
ROLE = re.compile(r":(?:class|func|meth|attr):(?=<code>)")
MATHS = re.compile(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.DOTALL)


def on_config(config: Any) -> Any:
    """Spell out the navigation: ``folder/*`` stands for the pages of the folders in it."""
    config.nav = _spelt_out(config.nav)
    return config


@event_priority(100)  # before notebooks become pages
def on_files(files: Any, config: Any) -> Any:
    """Add what other rooms have, in its place, and what is made from the code."""
    for path, place in places().items():
        if path.suffix == ".ipynb":  # its plugin wants a file that says in which folder it lies
            files.append(File(place, str(ROOT), config.site_dir, config.use_directory_urls))
        elif not _native(path):
            files.append(File.generated(config, place, abs_src_path=str(path)))
    for place, content in made().items():
        files.append(File.generated(config, place, content=content))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Let links lead to where the site has a file; of the model's page, leave out the tables."""
    if page.file.src_uri == "model.md":
        tables = _tables()
        before, _, rest = markdown.partition(tables.BEGIN)
        told = "Every parameter has a line on [a page of its own](parameters.md)."
        markdown = before + told + rest.partition(tables.END)[2]
    at = dirname(page.file.src_uri) or "."
    return _led(markdown, page.file, lambda place: relpath(place, at))


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """The same for notebooks, with a way to save each, and nothing loaded from elsewhere.

    Pictures get the words that are kept with them, which the converter leaves out.

    Of names in docstrings, leave out what Sphinx would read.
    """
    place = PurePosixPath(page.file.src_uri)
    if place.suffix != ".ipynb":
        return ROLE.sub("", html)
    saved = f'<p><a href="{place.name}" download>Save this notebook</a></p>'
    to = {file.src_uri: file.url_relative_to(page.file) for file in files}
    words = map(escape, _alternatives(Path(page.file.abs_src_path)))
    heard = MUTE.sub(lambda _: next(words), MATHS.sub("", html))
    return saved + _led(heard, page.file, to.__getitem__)


@cache
def places() -> dict[Path, str]:
    """The place of each file on the site."""
    found = [path for pattern in BORROWED for path in sorted(ROOT.glob(pattern))]
    found += [path for path in sorted(DOCS.rglob("*")) if _native(path)]
    return {path: _place(path) for path in found}


@cache
def made() -> dict[str, str | bytes]:
    """The pages made from the code, and their pictures."""
    return {
        "commands.md": commands(),
        "options.md": options(),
        "parameters.md": f"# Every parameter\n\n{_tables().parameters().replace('### ', '## ')}",
        "notebooks/index.md": notebooks(),
        **figures(),
    }


def commands() -> str:
    """Every flag and every verb, as the command itself tells them."""
    tables = _tables()
    rows = [[(f"`{word}`", text) for word, text in told.items()] for told in (FLAGS, BEYOND)]
    flags, beyond = (tables.grid(("word", ""), some) for some in rows)
    verbs = "\n\n".join(f"## {verb}\n\n```text\n{verb_help(verb)}\n```" for verb in VERBS)
    return (
        f"# Every command\n\n```text\n{USAGE}\n```\n\n`sim --help` has them in the terminal.\n\n"
        f"## Flags\n\n{flags}\n\n## Words of a sweep\n\nWith `-m`, beyond "
        f"[the grid](sweeps.md):\n\n{beyond}\n\n{verbs}\n"
    )


def options() -> str:
    """Every option of every group, with the line that its file opens with."""
    parts = []
    for group in groups([config_dir()]).values():
        rows = [
            (f"`{name}`" + (", the default" if name == group.default else ""), line)
            for name, line in group.options.items()
        ]
        parts.append(f"## {group.name}\n\n{_tables().grid(('option', ''), rows)}")
    told = "Chosen as `group=option`; of rivals as `group@rivals.group=option`."
    return "\n\n".join(["# Every option", told, *parts])


def notebooks() -> str:
    """The notebooks by name, each with the sentence that it opens with."""
    lines = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        title, _, text = nbformat.read(path, 4).cells[0].source.partition("\n\n")
        first = re.split(r"(?<=\.) ", text.replace("\n", " "))[0]
        lines.append(f"- [{title.lstrip('# ')}]({path.name}): {first}")
    listed = "\n".join(lines)
    return (
        "# Notebooks\n\nEach runs in seconds, in any folder, after `pip install "
        "'smarketing[notebooks]'` and `jupyter lab`; each page has a link that saves it.\n\n"
        f"{listed}\n"
    )


def figures() -> dict[str, str | bytes]:
    """Every figure of a scenario and of a sweep, drawn anew, and the page that shows them."""
    from sim import run
    from sim.plots import drawings, painted
    from sim.request import request

    words = "-m market=small replicates=4 incentive=commission,quota_bonus cadence=weekly,daily"
    results = [
        run(one.config, name=" ".join(one.overrides[2:]), overrides=one.overrides[2:])
        for one in request(words.split()).scenarios
    ]
    text = [f"# Every figure\n\nDrawn when this site was made, of\n\n```\nsim {words}\n```"]
    found: dict[str, str | bytes] = {}
    for title, shown in (("Of one scenario", results[0]), ("Of several", results)):
        text.append(f"## {title}")
        pictures = {name: painted(draw).picture for name, draw in drawings(shown).items()}
        for name, picture in pictures.items():
            if picture is not None:
                place, label = f"figures/drawn/{name}.png", name.replace("_", " ")
                said = str(Image.open(BytesIO(picture)).info["Description"])
                words = BRACKET.sub(r"\\", said)
                found[place] = picture
                text.append(f"### {label}\n\n![{words}]({place})")
    return found | {"figures.md": "\n\n".join(text)}


def _spelt_out(nav: Any) -> Any:
    if isinstance(nav, list):
        return [one for entry in nav for one in _entries(entry)]
    if isinstance(nav, dict):
        return {name: _spelt_out(entry) for name, entry in nav.items()}
    return nav


def _entries(entry: Any) -> Iterator[Any]:
    if not isinstance(entry, str) or not entry.endswith("/*"):
        yield _spelt_out(entry)
        return
    for path in sorted((ROOT / entry[:-2]).glob("*/README.md")):
        yield {path.parent.name.replace("_", " ").capitalize(): places()[path]}


def _native(path: Path) -> bool:
    """A file that MkDocs finds by itself."""
    return path.is_relative_to(DOCS) and not path.is_relative_to(OWN)


def _place(path: Path) -> str:
    if path == ROOT / "README.md":
        return "overview.md"
    for room in (OWN, DOCS, ROOT):
        if path.is_relative_to(room):
            return path.relative_to(room).as_posix()
    raise ValueError(f"{path} is not of this project")


def _alternatives(notebook: Path) -> Iterator[str]:
    """The words of each picture of a notebook."""
    for cell in nbformat.read(notebook, 4).cells:
        for shown in cell.get("outputs", ()):
            if "image/png" in shown.get("data", {}):
                yield shown.metadata["image/png"]["alt"]


def _led(text: str, file: Any, to: Callable[[str], str]) -> str:
    """The text of a file with its links to others of the project as links within the site."""
    if file.abs_src_path is None:
        return text
    here = Path(file.abs_src_path).parent
    known = places() | {NOTEBOOKS: "notebooks/index.md"}
    moved = {"model.md": set(re.findall(r"^### (.+)$", _tables().parameters(), re.MULTILINE))}

    def led(match: re.Match[str]) -> str:
        place = known.get((here / match[2]).resolve())
        if place is None:
            return match[0]
        anchor = re.match(r"#([\w.*-]+)", text[match.end() :])
        if anchor and anchor[1] in moved.get(place, ()):
            place = "parameters.md"
        return match[1] + to(place)

    return LINK.sub(led, text)


@cache
def _tables() -> Any:
    """The module that makes tables of parameters."""
    spec = spec_from_file_location("parameters", DOCS / "parameters.py")
    if spec is None or spec.loader is None:
        raise ImportError("docs/parameters.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
