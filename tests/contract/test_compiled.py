"""What is compiled is kept in files that many processes read and write at the same time."""

import multiprocessing
from pathlib import Path

import pytest

from sim.engine.compiled import COMPILING, cache_folder, compiled

WRITERS, ENTRIES = 4, 25


def double(number: int) -> int:
    return 2 * number


def _save(files, writer: int, start) -> None:
    start.wait()
    for entry in range(ENTRIES):
        files.save((writer, entry), (writer, entry))
        found = files.load((writer, entry))
        assert found == (writer, entry), f"{(writer, entry)} became {found}"


@pytest.mark.skipif(not COMPILING, reason="nothing is compiled")
def test_processes_that_save_at_once_neither_lose_nor_mix_up_what_is_compiled(tmp_path: Path):
    files = compiled(double)._cache._cache_file
    files._index_path = str(tmp_path / "double.nbi")
    files._cache_path = str(tmp_path)
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
