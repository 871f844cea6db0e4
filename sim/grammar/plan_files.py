"""Plans that are named by their files: told apart from other words, and laid where Hydra looks."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sim.config import ConfigError
from sim.config.refusal import Refusal
from sim.grammar.options import config_dir, groups, read_text, read_yaml
from sim.grammar.terminal import read

GROUP = "incentive"
_ENDS = (".yaml", ".yml")
_WITH_VALUE = ("--config-dir", "-cd", "--config-path", "-cp", "--config-name", "-cn")


@dataclass(frozen=True)
class Laid:
    """Plans from files, laid where Hydra finds them: a folder, and the option of each name."""

    folder: Path
    options: Mapping[str, str]

    def word(self, name: str) -> str:
        """The word that chooses a plan: an option, or a file that is laid."""
        return f"{GROUP}={self.options.get(name, name)}"


def parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The plans that are named among the words, and all other words."""
    plans: list[str] = []
    others: list[str] = []
    value = False
    for word in words:
        is_plan = not value and not word.startswith(("-", "~", "+")) and "=" not in word
        (plans if is_plan else others).append(word)
        value = word in _WITH_VALUE
    return plans, others


def is_file(name: str) -> bool:
    """Whether a name is that of a file, and of no option."""
    return name.endswith(_ENDS) or "/" in name or "\\" in name


@contextmanager
def laid_out(names: Sequence[str]) -> Iterator[Laid]:
    """Lay files as options of ``incentive``; a refusal names the file as the person did.

    Raises :class:`Refusal` for a file that says nothing.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder, options = Path(scratch).resolve(), dict[str, str]()
        (folder / GROUP).mkdir()
        for name in filter(is_file, dict.fromkeys(names)):
            options[name] = _free(name, set(options.values()))
            text = _said(Path(name))
            (folder / GROUP / f"{options[name]}.yaml").write_text(text, encoding="utf-8")
        try:
            yield Laid(folder, options)
        except (Refusal, ConfigError) as refusal:
            said = str(refusal)
            for name, option in options.items():
                said = said.replace(str(folder / GROUP / f"{option}.yaml"), name)
            raise Refusal(said) from None


def _said(path: Path) -> str:
    """The text of a plan's file; empty, it would be the plan that is taken where none is said."""
    if not (text := read_text(path)).strip() or not read_yaml(path):
        raise Refusal(f"{path} is empty: a plan says what it pays, as salary or ote and mix")
    return text


def _free(name: str, taken: set[str]) -> str:
    """An option's name for a file: the file's own, as far as no other option has it.

    What Hydra would read as a number, as yes or no, or as nothing is no name by itself.
    """
    option = re.sub(r"\W", "_", Path(name).stem)
    (word,) = read([f"{GROUP}={option}"])
    if not all(isinstance(one, str) for one in word.values):
        option = f"plan_{option}"
    known = set(groups([config_dir()])[GROUP].options) | taken
    while option in known:
        option += "_own"
    return option
