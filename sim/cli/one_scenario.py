"""One scenario: run on all cores, and written into its folder."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.asides import say
from sim.config import Config
from sim.config.remarks import unremarked
from sim.runs.progress import Progress
from sim.runs.work import Outcome

SIMULATING, COMPILING = "simulating", "compiling the model, once for this version"
OTHER_NUMBA = "this release of Numba is not built as those before: compiling the model, once, "
OTHER_NUMBA += "takes twice as long"

if TYPE_CHECKING:
    from sim.metrics.summary import Result
    from sim.request import Request


def run_one(
    asked: "Request",
    folder: Path,
    argv: list[str],
    started: str,
    shown: Callable[[int], Progress] = Progress,
) -> tuple["Result", dict[str, Any], str, Sequence[str]]:
    """Run the scenario and fill the folder; return result, summary, sentence and figures.

    ``shown`` makes the progress of so many days.
    """
    from sim.folder.scenario_names import names_of
    from sim.folder.write import write
    from sim.metrics.summary import sentence, summarise
    from sim.metrics.worlds import account
    from sim.runs.scenario import run
    from sim.runs.worlds import again

    (one,) = asked.scenarios
    (name,) = names_of([one.overrides])
    config = one.config
    with shown(config.replicates * (config.warmup_days + config.days)) as progress:
        beside = _Beside(config, progress)
        with unremarked():
            result = run(
                config, name=name, overrides=one.overrides, progress=beside.lived, beside=beside
            )
        progress.closing("telling worlds from luck")
        summary = summarise(result)
        of_worlds = account(result, again(config, config.replicates, begun=beside.begun))
        summary |= {"worlds": of_worlds} if of_worlds else {}
        progress.closing("writing")
        story = {"argv": argv, "overrides": [list(one.overrides)], "choices": one.choices}
        figures = write(folder, result, summary, story | {"started": started})
    return result, summary, sentence(summary, result), [path.name for path in figures]


class _Beside:
    """Work beside the replicates: ``begun`` are runs handed out after them, by name."""

    def __init__(self, config: Config, progress: Progress) -> None:
        self.begun: dict[str, Future[Outcome]] = {}
        self._config, self._progress = config, progress
        progress.scenario(_compiling() or SIMULATING)

    def lived(self, done_days: int, total_days: int) -> None:
        """Note how many days are done: all is compiled then."""
        self._progress.text = SIMULATING
        self._progress(done_days, total_days)

    def __call__(self, pool: Executor) -> Sequence["Future[Outcome]"]:
        from sim.runs.worlds import begin

        self._progress.scenario(SIMULATING)
        self.begun |= begin(self._config, self._config.replicates, pool)
        if self._config.figures:
            import sim.plots  # noqa: F401 - slow to import, and what is drawn needs it soon
        return list(self.begun.values())


def _compiling() -> str:
    """The line shown while the model is compiled; empty where that was done before."""
    from sim.runs.compiling import as_numba_does, nothing_compiled

    if not nothing_compiled():
        return ""
    if as_numba_does():
        say([OTHER_NUMBA])
    return COMPILING
