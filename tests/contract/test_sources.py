"""What decides results is hashed, all of it and nothing else; and it is imported anywhere."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.engine.sources import COMPILED, PACKAGE, RUN, fingerprint
from sim.folder.provenance import OF_A_RUN, PACKAGES

SOURCES = sorted(PACKAGE.rglob("*.py"))
DECIDES = [
    "__init__.py",
    "config/plan.py",
    "engine/luck.py",
    "model/day/sell.py",
    "model/market.py",
    "model/rules/payout.py",
    "records/rows.py",
]
DECIDES_A_ROW = [
    "metrics/kpis.py",
    "metrics/window.py",
    "metrics/glossary.py",
    "runs/one_run.py",
    "runs/work.py",
]
SHOWS = [
    "cli/command.py",
    "designs/design.py",
    "experiment/verdict.py",
    "exports/view.py",
    "facts/page.py",
    "facts/limits/bass.py",
    "folder/write.py",
    "folder/repeat/diff.py",
    "grammar/options.py",
    "inference/paired.py",
    "metrics/summary.py",
    "optimise/search.py",
    "plots/style.py",
    "request.py",
    "runs/progress.py",
    "runs/scenario.py",
    "sweep/journal.py",
    "../docs/sweeps.md",
    "../experiments/__init__.py",
]


def _hashes(package: Path) -> tuple[str, str]:
    return fingerprint(COMPILED, package), fingerprint(RUN, package)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    package = tmp_path_factory.mktemp("checkout") / "sim"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("docs", "experiments"):
        (package.parent / name).mkdir()
    return package


@pytest.mark.parametrize(
    ("file", "recompiles", "runs_again"),
    [
        *((file, True, True) for file in DECIDES),
        *((file, False, True) for file in DECIDES_A_ROW),
        *((file, False, False) for file in SHOWS),
    ],
)
def test_a_comment_throws_away_what_depends_on_its_file_and_nothing_else(
    copy: Path, file: str, recompiles: bool, runs_again: bool
) -> None:
    compiled, run = _hashes(copy)
    with (copy / file).open("a") as source:
        source.write("# a comment\n")
    now_compiled, now_run = _hashes(copy)
    assert (now_compiled != compiled, now_run != run) == (recompiles, runs_again)


def test_a_file_that_is_new_moved_or_gone_counts(copy: Path) -> None:
    seen = {_hashes(copy)}
    (copy / "model" / "new.py").touch()
    seen.add(_hashes(copy))
    (copy / "model" / "new.py").rename(copy / "model" / "rules" / "new.py")
    seen.add(_hashes(copy))
    (copy / "model" / "rules" / "content.py").unlink()
    seen.add(_hashes(copy))
    assert len({compiled for compiled, _ in seen}) == len({run for _, run in seen}) == 4


def test_the_hash_of_a_copy_is_the_hash_of_the_original(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "sim")
    assert _hashes(tmp_path / "sim") == _hashes(PACKAGE)


def _module(source: Path) -> str:
    parts = ("sim", *source.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module(source): source for source in SOURCES}


def _body(source: Path) -> list[ast.stmt]:
    """The statements of a file, but for its docstring."""
    body = ast.parse(source.read_text(encoding="utf-8")).body
    return body[1:] if body and ast.get_docstring(ast.Module(body, [])) is not None else body


def _imported(source: Path) -> set[str]:
    """All names that a file imports anywhere, but for those that only type checkers see."""
    found, waiting = set(), list(_body(source))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source} imports relatively"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        waiting += ast.iter_child_nodes(node)
    return found


def _needed(*roots: str) -> tuple[set[str], set[str]]:
    """Modules of the package that these import, directly or not, and libraries that those do."""
    waiting, modules, libraries = list(roots), set(), set()
    while waiting:
        module = waiting.pop()
        if module in modules:
            continue
        modules.add(module)
        for name in _imported(MODULES[module]):
            parts = name.split(".")
            above = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
            waiting += above & MODULES.keys()
            libraries |= {parts[0]} - {"sim"} - set(sys.stdlib_module_names)
    return modules, libraries


def _covered(parts: tuple[str, ...]) -> set[str]:
    """Modules of these parts, and packages that hold nothing but a docstring."""
    within = {
        module
        for part in parts
        for module, source in MODULES.items()
        if PACKAGE / part in (source, *source.parents)
    }
    return within | {module for module, source in MODULES.items() if not _body(source)}


def test_nothing_that_decides_the_row_of_a_run_is_left_out() -> None:
    modules, libraries = _needed("sim.runs.work")
    assert "sim.model.day.sell" in modules
    assert modules - _covered(RUN) == set()
    assert libraries - {"filelock", "platformdirs"} == set(OF_A_RUN) <= set(PACKAGES)


def test_nothing_that_the_machine_code_depends_on_is_left_out() -> None:
    within = _covered(COMPILED)
    assert _needed(*within)[0] - within == set()


def test_a_run_imports_nothing_that_is_not_hashed() -> None:
    code = (
        "import sys; from dataclasses import replace; from sim.config import Config\n"
        "from sim.runs.work import simulate\n"
        "few = Config(); market = replace(few.market, customers=60)\n"
        "simulate(replace(few, market=market, days=4, warmup_days=0), 0)\n"
        "print(*(name for name in sys.modules if name.partition('.')[0] == 'sim'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert "sim.model.day.sell" in modules
    assert modules - _covered(RUN) == set()


def test_what_is_compiled_elsewhere_calls_nothing_that_is_compiled_elsewhere_again() -> None:
    """Numba sees changes of a function's own file, and the folder's name those of the model."""
    compiling = {
        module for module, source in MODULES.items() if "sim.engine.compiled" in _imported(source)
    } - _covered(COMPILED)
    assert compiling
    for module in compiling:
        assert _needed(module)[0] & compiling == {module}


def test_what_decides_is_nothing_but_python() -> None:
    files = [path for part in COMPILED for path in (PACKAGE / part).rglob("*") if path.is_file()]
    others = {path.suffix for path in files if "__pycache__" not in path.parts} - {".py"}
    assert others == set()


def test_every_module_is_imported_where_there_are_no_forks_users_or_unix_locks() -> None:
    code = (
        "import importlib, os, signal, sys\n"
        "import hydra, matplotlib, mesa, multiprocessing.pool, numba, pandas, platformdirs, scipy\n"
        "import rich.console\n"
        "for name in ('fcntl', 'grp', 'pwd', 'resource', 'termios'): sys.modules[name] = None\n"
        "for name in ('fork', 'forkpty', 'geteuid', 'getuid', 'getpgid', 'killpg', 'pread',\n"
        "             'pwrite', 'register_at_fork', 'sched_getaffinity', 'O_CLOEXEC', 'uname'):\n"
        "    delattr(os, name)\n"
        "for name in ('SIGALRM', 'SIGHUP', 'SIGKILL', 'SIGPIPE'): delattr(signal, name)\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(len(sys.argv[1:]))"
    )
    names = [name for name in MODULES if name != "sim.__main__"]
    done = subprocess.run(
        [sys.executable, "-c", code, *names], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, f"{len(names)}\n"), done.stderr
