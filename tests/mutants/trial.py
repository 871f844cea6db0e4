"""Trials: the tests of a package, run on a copy of the tree in a process of their own."""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest

from tests.mutants.changes import Change

OURS = ("sim", "tests", "experiments")


class Covered(NamedTuple):
    """A test that passes: how long it takes, and the lines of each file that it runs."""

    test: str
    seconds: float
    lines: dict[str, set[int]]


class _Selected:
    """A plugin that runs some tests in a given order, and does not look for simpler examples."""

    def __init__(self, order: Sequence[str] | None) -> None:
        self.order = None if order is None else {test: n for n, test in enumerate(order)}
        self.failed = ""

    def pytest_configure(self) -> None:
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile("once", hypothesis.settings(phases=phases))
        hypothesis.settings.load_profile("once")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.order is not None:
            order = self.order
            items[:] = [item for item in items if item.nodeid in order]
            items.sort(key=lambda item: order[item.nodeid])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid


class _Watched(_Selected):
    """The same for all tests, which notes what each runs of the files under a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(None)
        self.folder, self.found = f"{folder}{os.sep}", list[Covered]()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        lines: dict[str, set[int]] = {}

        def line(frame: Any, event: str, _: Any) -> Any:
            if event == "line":
                lines[frame.f_code.co_filename].add(frame.f_lineno)
            return line

        def call(frame: Any, event: str, _: Any) -> Any:
            if not frame.f_code.co_filename.startswith(self.folder):
                return None
            lines.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
            return line

        began = time.perf_counter()
        sys.settrace(call)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            self.found.append(Covered(item.nodeid, time.perf_counter() - began, lines))


def copied(root: Path, to: Path) -> Path:
    """A copy of the tree in which sources may be made wrong, without what is not kept in it."""
    away = shutil.ignore_patterns(".*", "__pycache__", "outputs", "results", "build", "dist")
    shutil.copytree(root, to, ignore=away)
    return to


def put(file: Path, text: str) -> None:
    """Change a source; its time moves on by a second, as Python looks at seconds and sizes only."""
    later = file.stat().st_mtime + 1.0
    file.write_text(text)
    os.utime(file, (later, later))


def watched(tree: Path, package: str, tests: Sequence[str]) -> list[Covered]:
    """The tests of a package with what they run of it; ends the program unless all pass."""
    note = tree / "covered.json"

    def run() -> int:
        plugin = _Watched(tree / package)
        code = _pytest(tree, tests, plugin, "-q")
        found = [
            {"test": one.test, "seconds": one.seconds,
             "lines": {str(Path(file).relative_to(tree)): sorted(rows)
                       for file, rows in one.lines.items()}}
            for one in plugin.found
        ]  # fmt: skip
        note.write_text(json.dumps({"found": found, "modules": list(sys.modules)}))
        return code

    if _forked(run, limit=1800.0) != 0:
        sys.exit(f"the tests of {package} fail as they are: {' '.join(tests)}")
    kept = json.loads(note.read_text())
    _import(kept["modules"])
    return [
        Covered(one["test"], one["seconds"], {f: set(rows) for f, rows in one["lines"].items()})
        for one in kept["found"]
    ]


def concerned(change: Change, known: list[Covered]) -> list[Covered]:
    """The tests that run a changed statement; of one that runs on import, all of them."""
    if not change.lines:
        return known
    lines = set(change.lines)
    return [test for test in known if not test.lines.get(change.path, set()).isdisjoint(lines)]


def killer(tree: Path, tests: Sequence[Covered]) -> str:
    """The test that fails first on the tree as it is now, or "too slow"; "" if all pass."""
    if not tests:
        return ""
    note = tree / "failed.txt"
    note.unlink(missing_ok=True)
    order = [one.test for one in sorted(tests, key=lambda one: one.seconds)]
    files = list(dict.fromkeys(test.split("::")[0] for test in order))

    def run() -> int:
        plugin = _Selected(order)
        code = _pytest(tree, files, plugin, "-x", "-qq", "--no-header", "--tb=no")
        note.write_text(plugin.failed or "collection")
        return code

    code = _forked(run, limit=15.0 + 1.5 * sum(one.seconds for one in tests), quiet=True)
    if code == 0:
        return ""
    return note.read_text() if note.exists() else "too slow"


def _pytest(tree: Path, tests: Iterable[str], plugin: _Selected, *words: str) -> int:
    os.chdir(tree)
    for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
        del sys.modules[name]
    sys.path[0:0] = [str(tree)]
    os.environ["PYTHONPATH"] = str(tree)
    own = [*words, "-p", "no:cacheprovider", "--disable-warnings", f"--basetemp={tree}/basetemp"]
    return int(pytest.main([*own, *tests], plugins=[plugin]))


def _import(modules: Iterable[str]) -> None:
    """Have what tests import of others at hand, so that no trial imports it again."""
    for name in modules:
        if name.split(".")[0] not in (*OURS, "__main__"):
            with suppress(Exception):
                import_module(name)


def _forked(run: Callable[[], int], limit: float, quiet: bool = False) -> int:
    """The exit code of a function in a child of its own group; 124 when it takes too long."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        with suppress(BaseException):
            os.setsid()
            if quiet:
                nowhere = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(nowhere, stream)
            code = run()
        os._exit(code)
    until = time.monotonic() + limit
    status = 124 << 8
    while time.monotonic() < until:
        done, found = os.waitpid(child, os.WNOHANG)
        if done:
            status = found
            break
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if status == 124 << 8:
        with suppress(ChildProcessError):
            os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)
