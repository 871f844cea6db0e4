"""Old records of a very large run lie in a file instead of memory, and nothing comes of it."""

import copy
import os
import pickle
from dataclasses import replace

import numpy as np
import pytest

from sim import Config, Market
from sim.engine import shelf
from sim.engine.memory import on_own_pages, zeros
from sim.engine.shelf import PIECE, Shelf
from sim.records import tables
from sim.runs.one_run import digest

NUMBERS = np.dtype([("number", np.int64)])
PER_PIECE = PIECE // NUMBERS.itemsize
LINUX = pytest.mark.skipif(not os.path.exists("/proc/self/smaps"), reason="needs Linux")
DAYS, HALF = 90, 70


def market():
    """A market with so many leads that half of them are old, and their table has pages of its own
    from the beginning."""
    config = Config()
    return Market(
        replace(
            config,
            market=replace(config.market, customers=24_000),
            days=DAYS,
            warmup_days=0,
            seed=3,
        )
    )


def run(one, until=DAYS):
    while one.running and one.world.day < until:
        one.step()
    return one


@pytest.fixture(scope="module")
def plain():
    one = run(market())
    assert not one.world.records.shelved
    assert not in_file(one)
    return digest(one.world.records)


@pytest.fixture
def large(monkeypatch):
    """From here on, every run is a very large one."""
    monkeypatch.setattr(tables, "_MUCH", 0)
    monkeypatch.setenv("TMPDIR", "/var/tmp")


def in_file(one):
    """Bytes of a market's leads that lie in a file."""
    return one.world.records.leads.shelf._end


def resident(rows):
    """KiB of an array's memory that are resident."""
    first, found, inside = rows.ctypes.data, 0, False
    with open("/proc/self/smaps") as file:
        for line in file:
            head = line.split()[0]
            if not head.endswith(":"):
                start, end = (int(one, 16) for one in head.split("-"))
                inside = start < first + rows.nbytes and end > first
            elif inside and head == "Rss:":
                found += int(line.split()[1])
    return found


def in_a_fork(ask):
    """What a forked process answers."""
    answer, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(told, ask().encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(told)
    with os.fdopen(answer) as said:
        return said.read()


def numbers(pieces):
    rows = zeros(pieces * PER_PIECE, NUMBERS)
    rows["number"] = np.arange(len(rows))
    return rows


@LINUX
def test_rows_on_the_shelf_are_out_of_memory_until_they_are_read_or_changed(large):
    rows, its = numbers(8), Shelf()
    assert on_own_pages(rows)
    before = resident(rows)
    its.put(rows, 5 * PER_PIECE)
    assert resident(rows) < before / 2
    assert (rows["number"] == np.arange(len(rows))).all()
    assert resident(rows) > 0.9 * before
    rows["number"][7], rows["number"][-1] = 70, 90
    its.put(rows, 7 * PER_PIECE)
    assert resident(rows) < before / 3
    assert rows["number"][7] == 70
    assert rows["number"][-1] == 90
    rows["number"][[7, -1]] = 7, len(rows) - 1
    assert (rows["number"] == np.arange(len(rows))).all()


@LINUX
def test_another_array_begins_another_file(large):
    its = Shelf()
    for pieces in (4, 6):
        rows = numbers(pieces)
        its.put(rows, len(rows))
        assert its._end >= (pieces - 1) * PIECE
        assert (rows["number"] == np.arange(len(rows))).all()


@LINUX
def test_after_a_fork_each_process_has_its_own_rows(large):
    rows, its = numbers(4), Shelf()
    its.put(rows, len(rows))

    def change():
        rows["number"][:5] = -1
        its.put(rows, len(rows))
        return str(rows["number"][:6].tolist())

    assert in_a_fork(change) == "[-1, -1, -1, -1, -1, 5]"
    rows["number"][PER_PIECE] = -5
    its.put(rows, len(rows))
    assert rows["number"][PER_PIECE] == -5
    assert (rows["number"][:PER_PIECE] == np.arange(PER_PIECE)).all()


@LINUX
def test_a_run_whose_records_lie_in_a_file_is_the_same_run(plain, large):
    one = run(market())
    assert in_file(one) > 0
    assert digest(one.world.records) == plain


@LINUX
@pytest.mark.parametrize("way", [copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_goes_on_with_a_shelf_of_its_own(way, plain, large):
    one = run(market(), HALF)
    assert in_file(one) > 0
    other = way(one)
    assert in_file(other) == 0
    run(other)
    assert in_file(other) > 0
    assert digest(run(one).world.records) == digest(other.world.records) == plain


@LINUX
def test_a_market_that_was_forked_in_mid_run_goes_on_in_both(plain, large):
    one = run(market(), HALF)
    assert in_a_fork(lambda: digest(run(one).world.records)) == plain
    assert digest(run(one).world.records) == plain


def test_without_a_folder_for_the_file_rows_stay_in_memory(plain, large, monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    one = run(market())
    assert in_file(one) == 0
    assert digest(one.world.records) == plain


@LINUX
def test_on_a_full_disk_rows_stay_in_memory(plain, large, monkeypatch):
    one = run(market(), HALF)
    lay = in_file(one)
    assert lay > 0

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf.os, "pwrite", full)
    run(one)
    assert in_file(one) == lay
    assert digest(one.world.records) == plain


def test_without_own_pages_rows_stay_in_memory(large):
    rows, its = np.zeros(4 * PER_PIECE, NUMBERS), Shelf()
    assert not on_own_pages(rows)
    its.put(rows, len(rows))
    assert its._end == 0
