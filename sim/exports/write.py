"""A folder of exports: all tables with their dictionary, or nothing."""

import csv
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pandas import DataFrame

from sim.config.refusal import Refusal, one_line
from sim.exports import crm, dictionary, marketing, purchases
from sim.exports.dates import Dates
from sim.exports.dictionary import Column
from sim.exports.view import Loss, View, view
from sim.folder import provenance
from sim.folder.claim import MANIFEST, claimed, taken_alive
from sim.folder.repeat.examined import RunFolder, examine
from sim.folder.repeat.safe_yaml import printable
from sim.folder.write import write_json

Truth = DataFrame | None


class Exported(NamedTuple):
    """The folder written, and in a line each what its tables cannot tell."""

    folder: Path
    remarks: list[str]


TABLES: dict[str, Callable[[View], DataFrame]] = {
    "crm/User": crm.users,
    "crm/Lead": crm.leads,
    "crm/Account": crm.accounts,
    "crm/Contact": crm.contacts,
    "crm/Opportunity": crm.opportunities,
    "crm/OpportunityHistory": crm.history,
    "crm/Event": crm.events,
    "touch_log": marketing.touch_log,
    "media_mix/meridian": marketing.meridian,
    "media_mix/pymc_marketing": marketing.pymc_marketing,
    "recency_frequency": purchases.recency_frequency,
}
README = """\
One replicate of a simulated market as the focal firm's own systems would hold it. Rows of rivals,
what customers think, word of mouth and journeys that ended elsewhere are not in it. Of visits to
the firm's content, {dark:.0%} left no trace in touch_log.csv; of conversations, {unlogged:.0%}
were not logged. Only people who were in the market leave visits: idle visitors are not recorded.

Days are Monday to Friday, without holidays. The run begins on {first}; the first {warmup} working
days are its warm-up, whose records are in the CRM and the touch log, but not in the weekly tables.

data_dictionary.csv says of every column what it is. manifest.json says where this comes from, with
the SHA-256 of every file.
"""
WITH_TRUTH = """
truth.csv is what no firm has: every replicate of the run was replayed with the same luck and
without one cause at a time, from the first counted day on.
"""


def export(
    path: Path,
    to: Path | None,
    replicate: int,
    loss: Loss,
    dates: Dates | None = None,
    truth: Truth = None,
) -> Exported:
    """Write the firm's view of a finished run folder as CSV tables with their dictionary.

    Args:
        path: The run's folder.
        to: The folder to write; None for one beside the run's.
        replicate: The number of the replicate, from 0.
        loss: The parts of visits and conversations that the firm's systems miss.
        dates: The calendar; None for that of the firm's own content.
        truth: The table of true effects to write beside the others, if any.

    Returns:
        The folder written, and what its tables cannot tell.

    Raises:
        Refusal: The run's folder is not whole or lacks events or touches, or the place is taken.
    """
    place = check_place(path, to)
    folder = examine(path)
    with _fitting(path):
        seen = view(folder, replicate, loss, dates)
        frames = tables(seen) | ({} if truth is None else {"truth": truth})
        with claimed(place, may_rename=False) as claim:
            _fill(claim.work, frames, seen, loss)
            write_json(claim.work / MANIFEST, _manifest(claim.work, folder, seen, loss))
    return Exported(claim.final, marketing.unidentified(seen))


@contextmanager
def _fitting(path: Path) -> Iterator[None]:
    """Refuse a folder whose tables are proved and yet are no run's: nothing else is in them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of times that no calendar has
            yield
    except (LookupError, ValueError, TypeError, ArithmeticError, MemoryError) as error:
        told = printable(one_line(f"{type(error).__name__}: {error}"))
        raise Refusal(f"{path}: its tables do not fit together ({told})") from error


def check_place(path: Path, to: Path | None) -> Path:
    """The folder to write exports into. Raises :class:`Refusal` where that is not possible."""
    place = to or path.resolve().with_name(f"{path.resolve().name}.export")
    if place.resolve().is_relative_to(path.resolve()):
        raise Refusal(f"{place} lies in the run's folder: name a place outside")
    refusal = taken_alive(place)
    if refusal is not None:
        raise Refusal(refusal)
    return place


def tables(seen: View) -> dict[str, DataFrame]:
    """Every table of the firm's view by name."""
    return {name: make(seen) for name, make in TABLES.items()}


def columns_of(frames: Mapping[str, Any]) -> dict[str, dict[str, Column]]:
    """The dictionary of these tables."""
    known = dictionary.CRM | dictionary.MARKETING | dictionary.TRUTH
    return {name: known[name] for name in frames}


def _fill(work: Path, frames: Mapping[str, DataFrame], seen: View, loss: Loss) -> None:
    columns = columns_of(frames)
    for name, frame in frames.items():
        place = work / f"{name}.csv"
        place.parent.mkdir(exist_ok=True)
        moments = [one for one, column in columns[name].items() if column.kind == "datetime"]
        text = {one: frame[one].dt.strftime("%Y-%m-%dT%H:%M:%SZ") for one in moments}
        frame.assign(**text).to_csv(place, index=False, lineterminator="\n")
    entries = dictionary.rows(columns)
    with (work / "data_dictionary.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(entries[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)
    days = {"first": seen.dates.first, "warmup": seen.config.warmup_days}
    told = README.format(**loss._asdict(), **days) + (WITH_TRUTH if "truth" in frames else "")
    told += "".join(f"\n{line[0].upper()}{line[1:]}.\n" for line in marketing.unidentified(seen))
    (work / "README.txt").write_text(told, encoding="utf-8")


def _manifest(work: Path, folder: RunFolder, seen: View, loss: Loss) -> dict[str, Any]:
    files = sorted(file for file in work.rglob("*") if file.is_file())
    run = provenance.file_hash(folder.path / MANIFEST)
    of: dict[str, Any] = {"config_hash": folder.manifest["config_hash"], "manifest": run}
    of = {"of": of, "replicate": seen.replicate, "seed": seen.seed, **loss._asdict()}
    of |= {"first_day": seen.dates.first.isoformat(), "code": provenance.code()}
    outputs = {file.relative_to(work).as_posix(): provenance.file_hash(file) for file in files}
    return of | {"outputs": outputs}
