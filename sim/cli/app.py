"""The verb app: a page in the browser on which scenarios are put together, watched and run."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from sim.cli.help import VERB_USAGE
from sim.cli.verbs import option
from sim.config.refusal import Refusal
from sim.runs.progress import Progress

DONE = 0
TOLD_EVERY = 0.1  # seconds
LOWEST, HIGHEST = 1024, 65535


def app(words: Sequence[str]) -> int:
    """Serve the app over the current folder until it is interrupted."""
    from sim.app.serve import serve

    rest = list(words)
    said = option(rest, "--port")
    browser = "--no-browser" not in rest
    rest = [word for word in rest if word != "--no-browser"]
    if rest:
        raise Refusal(f"app takes no {' '.join(rest)}: sim {VERB_USAGE['app']}")
    serve(Path.cwd(), perform, None if said is None else _port(said), browser)
    return DONE


def perform(root: str, words: Sequence[str], tell: Callable[[Any], None]) -> str:
    """Do what ``sim WORDS`` does in a folder, but for the screen; return the run's folder."""
    from sim.cli.one_scenario import run_one
    from sim.engine.signals import tidily
    from sim.folder.claim import claimed
    from sim.request import request

    os.chdir(root)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    tell({"text": "composing the scenario", "done": 0, "total": 0})
    asked = request(words)
    with tidily(), claimed(asked.folder, asked.folder_from_clock) as claim:
        run_one(asked, claim.work, list(words), started, lambda days: _Told(days, tell))
    return Path(os.path.relpath(claim.final, root)).as_posix()


class _Told(Progress):
    """Progress that is told to the page, a few times a second."""

    def __init__(self, total_days: int, tell: Callable[[Any], None]) -> None:
        super().__init__(total_days, shown=False)
        self._tell, self._last = tell, ("", 0.0)

    def _say(self, text: str) -> None:
        self.text = text
        before, when = self._last
        if text != before or monotonic() - when > TOLD_EVERY:
            self._last = text, monotonic()
            self._tell({"text": text, "done": self.done, "total": self.total})


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not LOWEST <= int(text) <= HIGHEST:
        raise Refusal(f"--port {text} is no port: {LOWEST:,} to {HIGHEST:,}")
    return int(text)
