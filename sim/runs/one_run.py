"""One run: the seed of its luck, the day after day, and the digest of all that happened."""

import hashlib
from collections.abc import Callable

import numpy as np

from sim.config import Config
from sim.model.market import Market as Model
from sim.model.state.which_world import settled
from sim.records import TABLES, Records


def seed_of(config: Config, replicate: int) -> int:
    """The seed of one replicate's luck, which depends on the root seed and its number alone."""
    return seed_from(config.seed, replicate)


def seed_from(root_seed: int, replicate: int) -> int:
    """The seed of one replicate's luck, from the root seed itself."""
    root = np.random.SeedSequence(root_seed, spawn_key=(replicate,))
    return int(root.generate_state(1, np.uint64)[0] >> np.uint64(1))


def world_of(config: Config, replicate: int) -> int:
    """The number of the world that one replicate lives in."""
    return settled(config, seed_of(config, replicate)).world_seed


def run_once(
    config: Config, replicate: int = 0, progress: Callable[[int], None] | None = None
) -> Records:
    """Run one replicate; ``progress`` is called after each day with the days done."""
    return lived(Model(config, seed_of(config, replicate)), progress)


def lived(model: Model, progress: Callable[[int], None] | None = None) -> Records:
    """Let a market go to its end, and keep nothing of it but its records."""
    done = 0
    while model.running:
        model.step()
        done += 1
        if progress is not None:
            progress(done)
    records = model.world.records
    model.release()
    # A market holds itself, in a circle: large arrays, too few objects for a collector to notice.
    vars(model.world).clear()
    return records


def digest(records: Records) -> str:
    """SHA-256 of all events and the panel, field by field; touches not recorded leave no mark."""
    sha = hashlib.sha256()
    for name in TABLES:
        rows = records.table(name).happened
        if name == "touches" and len(rows) == 0:
            continue
        sha.update(f"{name}:{len(rows)}".encode())
        for column in rows.dtype.names or ():
            sha.update(np.ascontiguousarray(rows[column]).tobytes())
    sha.update(records.panel.tobytes())
    return sha.hexdigest()
