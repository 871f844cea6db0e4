"""The journal: every whole line is kept, whatever happens to its end, its disk or its process."""

import errno
import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from sim.config.refusal import Refusal
from sim.optimise.perform import _alone
from sim.sweep.journal import KIND, Journal, JournalError
from sim.sweep.place import opened


def lines_of(path: Path) -> list[dict]:
    journal, found = Journal(path), []
    journal.read(lambda content, offset: found.append(content))
    journal.close()
    return found


def filled(path: Path, count: int) -> None:
    journal = Journal(path)
    journal.read(lambda content, offset: None)
    journal.append([json.dumps({"run": f"{n:02}"}).encode() for n in range(count)])
    journal.close()


@pytest.mark.parametrize("cut", range(1, 14))
def test_a_torn_last_line_is_cut_off_and_not_glued_to_the_next(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "journal.jsonl"
    filled(path, 3)
    os.truncate(path, path.stat().st_size - cut)
    journal, before = Journal(path), []
    journal.read(lambda content, offset: before.append(content["run"]))
    offset = journal.append([b'{"run":"next"}'])[0]
    assert journal.line(offset) == {"run": "next"}
    journal.close()
    assert before == (["00", "01"] if cut < 14 else ["00"])
    assert [line["run"] for line in lines_of(path)] == [*before, "next"]


def test_a_header_that_is_torn_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text('{"journal": "smark')
    filled(path, 2)
    assert json.loads(path.read_text().splitlines()[0]) == {"journal": KIND}
    assert len(lines_of(path)) == 2


def test_a_line_that_a_lost_block_made_unreadable_is_missing_and_the_others_are_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journal.jsonl"
    filled(path, 3)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'{"run": "01"}', b"\0" * 13))
    assert [line["run"] for line in lines_of(path)] == ["00", "02"]


def test_another_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text('{"journal": "mine"}\n')
    with pytest.raises(Refusal, match="not the journal of a sweep"):
        lines_of(path)
    assert path.read_text() == '{"journal": "mine"}\n'


def test_a_full_disk_leaves_whole_lines_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal.jsonl"
    filled(path, 2)
    journal = Journal(path)
    journal.read(lambda content, offset: None)
    honest, left = os.pwrite, [20]

    def full(file: int, block: bytes, offset: int) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = honest(file, block[: left[0]], offset)
        left[0] -= written
        return written

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(JournalError, match="No space left"):
        journal.append([b'{"run":"02"}', b'{"run":"03"}'])
    monkeypatch.undo()
    journal.append([b'{"run":"04"}'])
    journal.close()
    assert [line["run"] for line in lines_of(path)] == ["00", "01", "04"]


def test_two_sweeps_in_one_folder_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "one", False) as place:
        place.worth_keeping = True
        with pytest.raises(Refusal, match="sweep that is running"):
            opened(tmp_path / "one", False).__enter__()
    with opened(tmp_path / "one", False):
        pass


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_folder_whose_files_cannot_be_locked_is_refused_for_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def no_locks(*_, **__):
        raise OSError(code, os.strerror(code))

    def search(folder: Path) -> None:
        with _alone(folder):
            pass

    monkeypatch.setattr("filelock.lock_descriptor", no_locks)
    ways = (lambda one: opened(one, False).__enter__(), lambda one: opened(one, True).__enter__())
    for number, way in enumerate((*ways, search)):
        with pytest.raises(Refusal, match="cannot lock files") as refusal:
            way(tmp_path / "above" / str(number))
        assert os.strerror(code) in str(refusal.value)
        assert "running" not in str(refusal.value)
        assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    with opened(tmp_path / "sweep", False):
        pass


def _hold(path: Path, ready) -> None:
    journal = Journal(path)
    child = multiprocessing.get_context("fork").Process(target=time.sleep, args=(30,))
    child.start()
    ready.send(child.pid)
    time.sleep(30)
    journal.close()


def test_a_dead_process_holds_no_lock_though_its_children_live(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    holder = context.Process(target=_hold, args=(path, there))
    holder.start()
    child = here.recv()
    with pytest.raises(Refusal, match="running"):
        Journal(path)
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    Journal(path).close()
    os.kill(child, signal.SIGKILL)


def test_a_sweep_that_did_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with opened(tmp_path / "a" / "b", False):
        pass
    assert list(tmp_path.iterdir()) == []


def test_sweeps_that_start_in_one_second_get_folders_of_their_own(tmp_path: Path) -> None:
    with opened(tmp_path / "10-00", True) as one, opened(tmp_path / "10-00", True) as other:
        assert {one.folder.name, other.folder.name} == {"10-00", "10-00-2"}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Refusal, match="cannot be written"):
        opened(tmp_path / "sweep", False).__enter__()
    tmp_path.chmod(0o700)


def test_a_folder_that_cannot_be_made_is_refused() -> None:
    with pytest.raises(Refusal, match="cannot be written"):
        opened(Path("/proc/nowhere"), False).__enter__()
