"""The site: it builds without a warning, asks nothing from elsewhere, and all on it is there."""

import json
import re
import shlex
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import sim
from sim.asking_hydra import OTHERS
from sim.cli.help import VERB_WORDS, VERBS
from sim.config import Config
from sim.config.parameter import walk
from sim.grammar.options import config_dir, groups
from sim.grammar.terminal import checked, parse, vocabulary_of
from sim.sweep.scope import taken_out

ROOT = Path(__file__).resolve().parents[2]
LOADED = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src"}
# A command in a block, with what follows it as a remark left off, or in a sentence.
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(sim [^`]+)`")
REMARK = re.compile(r"\s{2,}(?:# )?.*$|\s# .*$|\s> .*$")
# The alternative that a notebook's picture without one is given.
NO_WORDS = "No description has been provided for this image"
# An option that a reader names: +experiment=NAME.
NAMED = re.compile(r"=[A-Z]+$")


class Page(HTMLParser):
    """What a page loads, leads to, and can be led to."""

    def __init__(self, path):
        super().__init__()
        self.loads, self.leads, self.ids, self.pictures, self.mute = [], [], set(), 0, []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids |= {found[key] for key in ("id", "name") if found.get(key)}
        if tag == "a" and found.get("href"):
            self.leads.append(found["href"])
        self.loads += [found[key] for key in [LOADED.get(tag)] if found.get(key)]
        if tag == "img" and found.get("alt", NO_WORDS) in (NO_WORDS, ""):
            self.mute.append(found.get("src", "")[:60])
        self.pictures += tag == "img" and found.get("src", "").startswith("data:image/png")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    place = tmp_path_factory.mktemp("site")
    # Not quiet: quiet, MkDocs takes no account of warnings.
    words = ["build", "-f", "docs/site/mkdocs.yml", "-d", str(place)]
    done = subprocess.run([sys.executable, "-m", "mkdocs", *words], cwd=ROOT, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return place


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


def test_nothing_is_loaded_from_elsewhere(site, pages):
    assert len(pages) > 60
    for path, page in pages.items():
        outside = [one for one in page.loads if re.match(r"(https?:)?//", one)]
        assert not outside, (path, outside)
    for path in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//", path.read_text(encoding="utf-8")), path


def test_every_link_and_picture_leads_somewhere(site, pages):
    for path, page in pages.items():
        if path.name == "404.html":
            continue
        for one in [*page.leads, *page.loads]:
            if re.match(r"[a-z]+:", one):
                continue
            name, _, anchor = unquote(one).partition("#")
            target = (path.parent / name.partition("?")[0]).resolve() if name else path
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), (path.relative_to(site), one)
            if anchor and target in pages:
                assert anchor in pages[target].ids, (path.relative_to(site), one)


def test_notebooks_show_their_pictures(site, pages):
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        shown = [one.get("data", ()) for cell in cells for one in cell.get("outputs", ())]
        kept = sum("image/png" in data for data in shown)
        assert pages[site / "notebooks" / f"{path.stem}.html"].pictures == kept >= 1
        assert (site / "notebooks" / path.name).read_bytes() == path.read_bytes()


def test_every_picture_has_words_for_who_cannot_see_it(pages):
    assert [(path.name, page.mute) for path, page in pages.items() if page.mute] == []


def test_every_verb_option_parameter_and_name_has_its_place(site, pages):
    def told(name):
        return (site / f"{name}.html").read_text(encoding="utf-8")

    assert set(VERBS) <= pages[site / "commands.html"].ids
    options = told("options")
    for group in groups([config_dir()]).values():
        assert group.name in pages[site / "options.html"].ids
        assert all(f"<code>{name}</code>" in options for name in group.options)
    parameters = told("parameters")
    for key, _, _ in walk(Config()):
        repeated = key.startswith("rivals.") and key.count(".") > 1
        assert (f"<td><code>{key}</code></td>" in parameters) != repeated, key
    assert "<td><code>market.buyer.memory</code></td>" not in told("model"), "said twice"
    assert {f"sim.{name}" for name in sim.__all__} <= pages[site / "api.html"].ids
    figures = pages[site / "figures.html"]
    assert len([one for one in figures.loads if one.startswith("figures/drawn/")]) >= 15


def commands():
    """Every command on the site's pages, with the page."""
    sources = [path for pattern in ("README.md", "DESIGN.md", "CONTRIBUTING.md", "docs/**/*.md",
                                    "experiments/**/README.md", "notebooks/*.ipynb")
               for path in sorted(ROOT.glob(pattern))]  # fmt: skip
    for path in sources:
        text = path.read_text(encoding="utf-8").replace("\\\n", " ")
        for block in BLOCK.findall(text):
            for line in block.splitlines():
                if line.startswith("sim "):
                    yield path.name, REMARK.sub("", re.sub(r"\s+(?=')", " ", line))
        for one in INLINE.findall(BLOCK.sub("", text)):
            yield path.name, REMARK.sub("", one)


@cache
def vocabulary():
    return vocabulary_of([config_dir()], OTHERS)


def test_every_command_is_one_that_the_program_knows():
    found = sorted(set(commands()))
    assert len(found) > 80
    for page, command in found:
        words = shlex.split(command)[1:]
        if words[:1] and words[0] in VERBS:
            known = {"--help", "--config-dir", *" ".join(VERB_WORDS[words[0]]).split()}
            flags = {word.partition("=")[0] for word in words[1:] if word.startswith("--")}
            assert flags <= known, (page, command)
            continue
        args = parse(words)
        overrides, _ = taken_out(args.overrides)
        if args.config_dir is None:
            checked([one for one in overrides if not NAMED.search(one)], vocabulary())
