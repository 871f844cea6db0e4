"""What is compiled is kept in files that many processes read and write at the same time."""

import errno
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import warnings
from pathlib import Path

import pytest
from filelock import FileLock

from sim.engine import compiled as engine
from sim.engine.compiled import COMPILING, cache_folder, compiled
from sim.engine.own_folder import own_folder

WRITERS, ENTRIES = 4, 25


needs_compiling = pytest.mark.skipif(not COMPILING, reason="nothing is compiled")


def double(number: int) -> int:
    return 2 * number


def _save(files, writer: int, start) -> None:
    start.wait()
    for entry in range(ENTRIES):
        files.save((writer, entry), (writer, entry))
        found = files.load((writer, entry))
        assert found == (writer, entry), f"{(writer, entry)} became {found}"


def _files(folder: Path):
    files = compiled(double)._cache._cache_file
    files._index_path = str(folder / "double.nbi")
    files._cache_path = str(folder)
    return files


@needs_compiling
def test_processes_that_save_at_once_neither_lose_nor_mix_up_what_is_compiled(tmp_path: Path):
    files = _files(tmp_path)
    files.save("by the parent, before it forks", 1)
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(WRITERS)
    writers = [fork.Process(target=_save, args=(files, n, start)) for n in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    assert [one.exitcode for one in writers] == [0] * WRITERS
    for key in ((writer, entry) for writer in range(WRITERS) for entry in range(ENTRIES)):
        assert files.load(key) == key
    assert (cache_folder() / "lock").exists()


@needs_compiling
def test_machine_code_that_is_kept_is_never_overwritten_by_that_of_other_sources(tmp_path: Path):
    files = _files(tmp_path)
    files.save("before", 1)
    first = set(tmp_path.glob("*.nbc"))
    files._source_stamp = "another"
    assert files.load("before") is None
    files.save("after", 2)
    assert (files.load("before"), files.load("after")) == (None, 2)
    assert len(set(tmp_path.glob("*.nbc")) - first) == len(first) == 1


@needs_compiling
def test_what_is_named_but_not_written_yet_or_replaced_meanwhile_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    files = _files(tmp_path)
    monkeypatch.setattr(files, "_save_data", lambda name, data: None)
    files.save("key", 1)
    assert files.load("key") is None
    monkeypatch.undo()
    files.save("key", 2)
    assert files.load("key") == 2

    def stale(*_):
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    monkeypatch.setattr(files, "_load_index", stale)
    assert files.load("key") is None


@needs_compiling
@pytest.mark.parametrize("suffix", ["nbi", "nbc"])
@pytest.mark.parametrize("harm", [lambda _: b"", lambda one: one[: len(one) // 2],
                                  lambda one: one[:-1], lambda one: one[:9] + b"?" + one[10:],
                                  lambda _: b"\x80\x05garbage"])  # fmt: skip
def test_a_damaged_file_is_compiled_anew_and_mended(tmp_path: Path, suffix: str, harm):
    files = _files(tmp_path)
    code = ("key", b"machine code" * 9)
    files.save("key", code)
    (path,) = tmp_path.glob(f"*.{suffix}")
    path.write_bytes(harm(path.read_bytes()))
    assert files.load("key") in (None, code)
    files.save("key", code)
    assert files.load("key") == code


def _hold(folder: Path, ready) -> None:
    engine._settings.CACHE_DIR = str(folder)
    with engine._lock():
        child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(30,))
        child.start()
        ready.send(child.pid)
        time.sleep(30)


@needs_compiling
def test_no_child_holds_the_lock_of_a_process_that_died(tmp_path: Path):
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    holder = context.Process(target=_hold, args=(tmp_path, there))
    holder.start()
    there.close()
    child = here.recv()
    lock = FileLock(tmp_path / "lock", blocking=False)
    with pytest.raises(TimeoutError):
        lock.acquire()
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    with lock:
        pass
    os.kill(child, signal.SIGKILL)


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where compiled code goes when the folder that is asked for will not do."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("SIM_CACHE_DIR", str(tmp_path / "asked"))
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp" / f"smarketing-{os.geteuid()}" / "address"


def test_compiled_code_is_kept_where_the_environment_says(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
):
    place = tmp_path / "asked" / "smarketing"
    before = os.umask(0o002)
    try:
        assert own_folder("address") == own_folder("address") == place / "address"
    finally:
        os.umask(before)
    assert [path.stat().st_mode & 0o777 for path in (place, place / "address")] == [0o700] * 2
    monkeypatch.delenv("SIM_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert own_folder("address") == tmp_path / "xdg" / "smarketing" / "address"


@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777])
@pytest.mark.parametrize("which", ["smarketing", "smarketing/address"])
def test_a_folder_that_others_can_write_is_not_trusted(
    tmp_path: Path, elsewhere: Path, which: str, mode: int
):
    own_folder("address")
    (tmp_path / "asked" / which).chmod(mode)
    with pytest.warns(RuntimeWarning, match=f"{which} .* can be written by others"):
        assert own_folder("address") == elsewhere


def test_a_folder_that_anybody_can_replace_is_not_trusted(tmp_path: Path, elsewhere: Path):
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked").chmod(0o777)
    with pytest.warns(RuntimeWarning, match="replaced by anybody"):
        assert own_folder("address") == elsewhere
    (tmp_path / "asked").chmod(0o1777)
    with warnings.catch_warnings(action="error"):
        assert own_folder("address") == tmp_path / "asked" / "smarketing" / "address"


def test_a_folder_of_somebody_else_is_not_trusted(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
):
    own_folder("address")
    somebody = os.geteuid() + 1
    planted = tmp_path / "tmp" / f"smarketing-{somebody}"
    planted.mkdir(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: somebody)
    with pytest.warns(RuntimeWarning, match="belongs to somebody else") as warned:
        folder = own_folder("address")
    assert len(warned) == 2
    assert folder.parent == tmp_path / "tmp"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == list(planted.iterdir()) == []


def test_a_link_leads_to_the_folder_that_is_judged(tmp_path: Path, elsewhere: Path):
    (tmp_path / "asked").mkdir()
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "asked" / "smarketing").symlink_to(tmp_path / "open")
    with pytest.warns(RuntimeWarning, match="open belongs to somebody else"):
        assert own_folder("address") == elsewhere


def test_a_place_that_cannot_be_made_gives_way_to_the_next(tmp_path: Path, elsewhere: Path):
    (tmp_path / "asked").touch()
    assert own_folder("address") == elsewhere


def test_a_user_without_a_home_has_a_folder_too(elsewhere: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("SIM_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "nowhere")
    monkeypatch.setitem(sys.modules, "pwd", None)
    assert own_folder("address") == elsewhere
