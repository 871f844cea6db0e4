"""Killed at any step that touches the file system, the same words leave the same bytes."""

import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from matplotlib.figure import Figure

import sim.cli.facts
import sim.optimise.files
import sim.optimise.perform
import sim.plots
import sim.request
import sim.runs.scenario
import sim.runs.work
import sim.sweep.perform
from sim.cli.command import main
from sim.facts import Fact, Finding, Outcome
from sim.folder import provenance
from sim.folder.claim import WORK
from sim.folder.repeat.examined import examine
from sim.sweep.executors import Backend
from tests.depth import some
from tests.sweeps import Here

TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=1", "workers=1"]
SEARCH = ["optimise.ranges={sales.reps:[1,2]}", "optimise.trials=2"]
CHANGES = {"os.mkdir": 2, "os.rename": 2, "os.remove": 1, "os.rmdir": 1, "os.link": 2}
TIMES = ("started", "finished")
FIRST, STRIDE = 3, some(3, 1)  # steps: all of the first ones, then so many apart
FACT = Fact(1, "one is one", "arithmetic", lambda: [Finding("one", 1.0, 1.0, 1.0, 1.0, "exact")])


class Deed(NamedTuple):
    """A command by the place that it fills, what is there before, and whether that is a folder."""

    words: Callable[[Path], list[str]]
    before: Callable[[Path], Any] = lambda place: None
    is_run: bool = True


def _single(place: Path) -> list[str]:
    return [*TINY, "touches=true", f"hydra.run.dir={place}"]


def _swept(place: Path) -> list[str]:
    return ["-m", *TINY, "sales.reps=1,2", f"hydra.sweep.dir={place}"]


@pytest.fixture(scope="module", autouse=True)
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Every run once, every request composed once, one figure that takes no time."""
    patched = pytest.MonkeyPatch()
    run, simulate, request = sim.runs.scenario.run, sim.runs.work.simulate, sim.request.request
    kept: dict[Any, Any] = {}

    def once(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def found(*args: Any, **more: Any) -> Any:
            key = (name, repr([one for one in args if not callable(one)]))
            if key not in kept:
                kept[key] = function(*args, **{k: v for k, v in more.items() if k != "progress"})
            return kept[key]

        return found

    patched.setattr(sim.runs.scenario, "run", once("run", run))
    patched.setattr(sim.runs.work, "simulate", once("simulate", simulate))
    for name in ("code", "packages"):
        patched.setattr(provenance, name, once(name, getattr(provenance, name)))
    patched.setattr(sim.optimise.files, "figure", lambda found: Figure((1, 1)))
    for module in (sim.request, sim.optimise.perform):
        patched.setattr(module, "request", once("request", request))
    patched.setattr(sim.plots, "FIGURES", {"one": lambda tables, config: Figure((1, 1))})
    patched.setattr(sim.plots, "SWEEP_FIGURES", {"one": lambda results: Figure((1, 1))})
    here = Backend("here", 0.01, lambda workers: Here())
    patched.setattr(sim.sweep.perform, "backend_of", lambda settings: here)
    patched.setattr(
        sim.cli.facts, "check_all", lambda some: {"limits": [Outcome(FACT, tuple(FACT.check()))]}
    )
    yield patched
    patched.undo()


@pytest.fixture(scope="module")
def finished(quick: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run, to export and to pack."""
    place = tmp_path_factory.mktemp("finished") / "run"
    assert main(_single(place)) == 0
    return place


def _with_a_failure(place: Path) -> None:
    """A sweep of which a run has failed, which is then tried again."""
    honest = sim.runs.work.simulate

    def failing(config: Any, replicate: int) -> Any:
        if config.sales.reps == 2:
            raise ValueError("not today")
        return honest(config, replicate)

    with pytest.MonkeyPatch.context() as now:
        now.setattr(sim.runs.work, "simulate", failing)
        assert main(_swept(place)) == 1
    assert main(["reproduce", str(place)]) == 1, "it fails no more"


def _searched(place: Path) -> list[str]:
    return ["optimise", *TINY, *SEARCH, f"hydra.run.dir={place}"]


DEEDS: dict[str, Deed] = {
    "a run": Deed(_single),
    "a run into an empty folder": Deed(_single, Path.mkdir),
    "a sweep": Deed(_swept),
    "a sweep with failed runs": Deed(_swept, _with_a_failure),
    "a search": Deed(_searched),
    "facts": Deed(lambda place: ["facts", "limits", f"hydra.run.dir={place}"], is_run=False),
    "an export": Deed(lambda place: ["export", "{}", "--to", str(place)], is_run=False),
    "a crate": Deed(lambda place: ["crate", "{}", "--to", str(place)], is_run=False),
}


def content(place: Path) -> dict[str, Any]:
    """All bytes of a file or a folder, but for when it was made."""
    if place.is_file():
        return {"": place.read_bytes()}
    found: dict[str, Any] = {}
    for file in sorted(one for one in place.rglob("*") if one.is_file()):
        name = file.relative_to(place).as_posix()
        found[name] = file.read_bytes()
        if file.name in ("manifest.json", "facts.json"):
            told = json.loads(found[name])
            found[name] = {key: value for key, value in told.items() if key not in TIMES}
    if "facts.json" in found:
        found["manifest.json"]["outputs"].pop("facts.json")  # it holds times
    return found


def killed_at(step: int, base: Path, words: list[str]) -> bool:
    """Run a command in a child that is killed at a step; whether it came so far."""
    child = os.fork()
    if child == 0:
        _kill_at(step, str(base))
        try:
            with open(os.devnull, "w") as nowhere:
                sys.stdout = sys.stderr = nowhere
                main(words)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _kill_at(step: int, base: str) -> None:
    """Kill this process before the change to the file system of this number, or in its midst."""
    state = {"left": step, "dying": False}

    def watch(event: str, args: tuple[Any, ...]) -> None:
        if state["dying"] or (event not in CHANGES and event != "open"):
            return
        if event == "open":
            if not isinstance(args[0], str) or not args[2] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR):
                return
            inside = args[0].startswith(base)
        else:
            inside = args[-1] != -1 or str(args[0]).startswith(base)
        if not inside:
            return
        state["left"] -= 1
        if state["left"] < 0:
            state["dying"] = True
            if event == "open" and not os.path.exists(args[0]):
                Path(args[0]).write_bytes(b'{"status": "fin')
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    pwrite = os.pwrite

    def torn(file: int, block: bytes, place: int) -> int:
        state["left"] -= 1
        if state["left"] < 0:
            pwrite(file, block[: len(block) // 2], place)
            os.kill(os.getpid(), signal.SIGKILL)
        return pwrite(file, block, place)

    os.pwrite = torn  # type: ignore[assignment]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes are forked here")
@pytest.mark.parametrize("name", DEEDS)
def test_killed_at_any_step_the_same_words_leave_the_same_bytes(
    name: str, tmp_path: Path, finished: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deed, base = DEEDS[name], tmp_path / "base"
    place = base / "out"
    words = [str(finished) if word == "{}" else word for word in deed.words(place)]
    base.mkdir()
    deed.before(place)
    before = shutil.copytree(base, tmp_path / "before")
    assert main(words) == 0
    whole = content(place)
    if deed.is_run:
        assert main(["reproduce", str(place)]) == 0
    step = 0
    while True:
        shutil.rmtree(base)
        shutil.copytree(before, base)
        if not killed_at(step, base, words):
            break
        code = main(words)
        said = capsys.readouterr()
        assert code in (0, 2), (step, said)
        if code == 2:
            assert re.search("already|finished|not empty", said.err), said.err
        assert content(place) == whole, step
        if deed.is_run:
            examine(place)
        assert not [one for one in base.rglob(f"*{WORK}") if one.is_file() or any(one.iterdir())]
        step += 1 if step < FIRST else STRIDE
    assert step > 2, "nothing was killed"
