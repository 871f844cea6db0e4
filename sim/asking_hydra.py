"""Hydra, asked to compose, to run a task on what it composed, or to answer about itself."""

import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import hydra
from hydra.core.config_store import ConfigStore
from omegaconf import DictConfig

from sim.config import Config
from sim.config.refusal import Refusal, one_line
from sim.grammar.hydra_errors import in_one_line
from sim.grammar.options import PRIMARY, config_dir
from sim.grammar.own_options import in_place_of_shipped, search_first
from sim.grammar.schema import twin
from sim.grammar.terminal import check_completion, checked, folders_of, parse, vocabulary_of
from sim.sweep.plugin import register as register_launcher
from sim.sweep.scope import SETTINGS, taken_out

VERSION_BASE = "1.3"
# What words may name beside a config: requests of a sweep.
OTHERS = [f"{prefix}.{name}" for prefix, names in SETTINGS.items() for name in names]


@contextmanager
def composing(folder: Path) -> Iterator[None]:
    """Have Hydra ready to compose what lies in a folder."""
    register()
    with hydra.initialize_config_dir(str(folder), job_name="sim", version_base=VERSION_BASE):
        yield


def run_nowhere(args: Namespace, task: Callable[[DictConfig], Any]) -> None:
    """Let Hydra run a task for every scenario of a sweep, and leave nothing behind."""
    with tempfile.TemporaryDirectory() as scratch:
        nowhere = _quoted(scratch)
        own = [f"hydra.run.dir={nowhere}", f"hydra.sweep.dir={nowhere}", "hydra.sweep.subdir=."]
        run(["--multirun", *words_again(args, ("run", "multirun")), *own], task)


def show(argv: Sequence[str]) -> None:
    """Let Hydra answer about itself or a config: ``--cfg``, ``--info``, completion, and such."""
    args = parse(argv)
    args.overrides, _ = taken_out(args.overrides)
    if args.experimental_rerun is not None:
        raise Refusal("--experimental-rerun would run code from a file: give the words again")
    folders = folders_of(args)
    vocabulary = vocabulary_of(folders, OTHERS)
    search_first(folders[:0:-1], vocabulary)
    modes = {"--cfg": args.cfg, "--info": args.info, "--shell-completion": args.shell_completion}
    asked = [flag for flag, value in modes.items() if value]
    if len(asked) > 1 or (asked and (args.run or args.multirun)):
        raise Refusal(f"{' and '.join(asked)} cannot be answered with another flag: one at a time")
    if args.resolve and not args.cfg:
        raise Refusal("--resolve is for --cfg: add --cfg job")
    if args.shell_completion and "COMP_LINE" not in os.environ:
        check_completion(args.overrides)
    elif not args.shell_completion:
        checked(args.overrides, vocabulary)
    said, answer = StringIO(), StringIO()
    try:
        with in_one_line(), redirect_stderr(said), redirect_stdout(answer):
            run(words_again(args), lambda config: None)
    except SystemExit as end:
        if end.code:
            raise Refusal(one_line(said.getvalue()) or "Hydra has no answer to that") from None
    sys.stdout.write(answer.getvalue())
    sys.stderr.write(said.getvalue())
    for line in in_place_of_shipped():
        print(f"sim: {line}", file=sys.stderr)


def words_again(args: Namespace, without: Sequence[str] = ()) -> list[str]:
    """The words again, options first, as Hydra's parser wants them."""
    words = []
    for name, value in vars(args).items():
        option = "--" + name.replace("_", "-")
        if name in ("overrides", *without) or value in (None, False):
            continue
        words += [option] if value is True else [option, str(value)]
    return [*words, *args.overrides]


def run(argv: Sequence[str], task: Callable[[DictConfig], Any]) -> None:
    """Let Hydra run a task for what the words ask for, as its own command line would."""
    register()
    before = sys.argv
    sys.argv = ["sim", *argv]
    try:
        hydra.main(str(config_dir()), PRIMARY.removesuffix(".yaml"), VERSION_BASE)(task)()
    finally:
        sys.argv = before


@cache
def register() -> None:
    """Tell Hydra the schema of a config, and the launcher of this package."""
    ConfigStore.instance().store("schema", twin(Config))
    register_launcher()


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
