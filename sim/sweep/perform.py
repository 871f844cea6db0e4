"""A sweep from its plan to its folder: open, resume, run, write, report."""

from collections.abc import Sequence
from typing import Any

from sim.config.refusal import Refusal
from sim.folder.claim import said
from sim.folder.provenance import code_hash
from sim.folder.scenario_names import names_of
from sim.sweep.engine import FirstFailure, Sweep, Tally
from sim.sweep.executors import backend_of
from sim.sweep.files import MOST, Written, write
from sim.sweep.journal import JournalError
from sim.sweep.place import Place, opened
from sim.sweep.plan import Plan
from sim.sweep.reuse import is_finished, take_over
from sim.sweep.rounds import Rounds
from sim.sweep.workers import OtherCode


class Incomplete(Exception):  # noqa: N818 - what there is is kept
    """The sweep could not be brought to its end. The message is one line."""

    def __init__(self, text: str, interrupted: bool = False) -> None:
        super().__init__(text)
        self.interrupted = interrupted


class Performed:
    """A finished sweep: its folder, the content written, the failures, the scenarios' names."""

    def __init__(self, place: Place, written: Written, tally: Tally, names: Sequence[str]) -> None:
        self.folder = place.folder
        self.written = written
        self.failures = len(tally.failures)
        self.names = names


def perform(asked: Any, argv: Sequence[str], started: str) -> Performed:
    """Do the runs that are missing of a sweep and write its folder. Raises :class:`Incomplete`."""
    from sim.runs.work import simulate

    plan: Plan = asked.scenarios
    until = asked.scope.until
    if until is not None:
        until.refuse_unpaired(plan)
        plan = until.first(plan)
    backend, first = backend_of(plan.settings), plan[0]
    names = list(asked.scope.names) or names_of(plan.words)
    story = {"argv": list(argv), "overrides": [list(words) for words in plan.words[:MOST]]}
    story |= {"choices": first.choices, "started": started, **asked.scope.settings}
    adding = until is None and not asked.folder_from_clock and is_finished(asked.folder)
    with opened(asked.folder, asked.folder_from_clock, adding) as place:
        code = code_hash()
        story |= take_over(place, plan, code, asked.scope.reuse, adding)
        sweep = Sweep(plan, place.journal, code, simulate)
        rounds = Rounds(sweep, place, backend, names)
        try:
            with rounds:
                sweep = rounds.run(until)
            written = write(place, sweep, names, story, asked.scope)
        except KeyboardInterrupt:
            raise Incomplete(f"interrupted: {rounds.kept()}", True) from None
        except SystemExit as end:
            rounds.keep()
            raise end
        except FirstFailure:
            raise Incomplete(f"ended at the first failure: {rounds.kept()}") from None
        except OtherCode as refusal:
            raise Refusal(f"{refusal}; {rounds.kept()}") from None
        except JournalError as error:
            raise Incomplete(f"{error}: {rounds.kept()}") from None
        except OSError as error:
            reason = f"{place.folder} cannot be written ({said(error)})"
            raise Incomplete(f"{reason}: {rounds.kept()}") from None
        except BaseException:
            rounds.keep()
            raise
        place.worth_keeping = True
        return Performed(place, written, sweep.tally, names)
