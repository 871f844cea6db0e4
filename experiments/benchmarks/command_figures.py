"""What a person waits for at the command line, from start to finish."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from experiments.benchmarks.figure import Figure
from experiments.benchmarks.sizes import Sizes


def command_figures(sizes: Sizes, say: Any) -> Iterator[Figure]:
    """The help, the very first run, then warm ones."""
    section = "Command line: start to finish, by the clock (processor time)"
    say("sim --help")
    helps = [_clock(["--help"], {})[0] for _ in range(5)]
    yield Figure(
        section, "sim --help", statistics.median(helps), "s", at_most=0.5, note="median of 5"
    )
    with tempfile.TemporaryDirectory() as scratch:
        caches = {"SIM_CACHE_DIR": f"{scratch}/cache", "MPLCONFIGDIR": f"{scratch}/fonts"}
        say("sim, the very first run")
        first = _clock([*sizes.command, f"hydra.run.dir={scratch}/first"], caches)
        yield Figure(section, "sim to figures, the very first run", first[0], "s", at_most=60.0,
                     note=f"({first[1]:.0f} s) empty caches: everything is compiled")  # fmt: skip
        for name, words, most in (("sim", (), 5.0), ("sim market=small", ("market=small",), 2.5)):
            again = []
            for number in range(3):
                say(f"{name}, warm")
                folder = f"hydra.run.dir={scratch}/{len(words)}{number}"
                again.append(_clock([*words, *sizes.command, folder], caches))
            clock, worked = (min(one[place] for one in again) for place in (0, 1))
            yield Figure(section, f"{name} to figures, warm", clock, "s", at_most=most,
                         note=f"({worked:.1f} s) fastest of {len(again)}")  # fmt: skip


def _clock(words: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time, its children's included."""
    start, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-m", "sim", *words], check=True, capture_output=True,
                   env={**os.environ, **environment}, cwd=Path(tempfile.gettempdir()))  # fmt: skip
    seconds, after = time.perf_counter() - start, os.times()
    worked = after.children_user + after.children_system
    return seconds, worked - before.children_user - before.children_system
