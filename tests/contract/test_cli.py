"""The command line: Hydra's grammar, one line for whatever cannot be done, nothing left behind."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli.command import main
from sim.cli.help import VERB_USAGE, VERB_WORDS, VERBS
from sim.cli.plot import FLAGS as PLOT_FLAGS
from sim.cli.report_page import FLAGS as REPORT_FLAGS
from sim.cli.screen import HANDLER, prepare
from sim.cli.verbs import CRATE_FLAGS, EXPORT_FLAGS
from sim.folder.scenario_names import names_of
from sim.metrics.plan_terms import oddities
from sim.optimise.search import NAMES
from sim.request import request
from tests.shipped import options_of

HEAVY = ("mesa", "pandas", "numba", "matplotlib", "scipy", "pyarrow")
SIM = Path(sys.executable).with_name("sim")
TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=2", "workers=1"]

# Words apart are apart by a space.
REFUSED = {
    # words: what the one line has to say
    "cadance=daily": ["cadance=daily", "nearest: cadence"],
    "sales.repz=5": ["sales.repz=5", "sales has", "nearest: sales.reps"],
    "foo=1": ["foo=1", "incentive"],
    "+foo=1": ["foo=1"],
    "++foo=1": ["foo=1"],
    "~foo": ["foo"],
    "~seed": ["seed"],
    "cadence=dayly": ["cadence=dayly", "burst, daily", "nearest: daily"],
    "incentive@rivals.incentive=salry": ["salry", "salary"],
    "incentive@rival.incentive=salary": ["nearest: incentive@rivals.incentive"],
    "-m cadence=daily,dayly": ["cadence=dayly", "nearest: daily"],
    "-m cadence=glob(z*)": ["glob(z*)", "burst, daily"],
    "-m replicates=3,0": ["replicates=0", "1 to"],
    "replicates=many": ["replicates=many", "whole number", "1 to"],
    "replicates=1.5": ["replicates=1.5", "whole number"],
    "replicates=true": ["replicates=true", "whole number"],
    "replicates=": ["replicates=", "whole number"],
    "replicates=null": ["replicates=null", "whole number"],
    "replicates=-3": ["replicates=-3", "out of range", "1 to"],
    "market.customers=0": ["market.customers=0", "out of range"],
    "market.buyer.made_up=1.2": ["made_up=1.2", "0.5 to 0.9999"],
    "market.buyer.made_up=nan": ["made_up=nan", "finite"],
    "market.buyer.made_up=inf": ["made_up=inf", "finite"],
    "market.buyer.compare_content=2": ["compare_content=2", "true or false"],
    "market.buyer=3": ["market.buyer=3", "section"],
    "sales=5": ["sales=5", "section"],
    "network.kind=smal_world": ["smal_world", "nearest: small_world"],
    "cadence.weekdays=[]": ["no weekday"],
    "cadence.weekdays=3": ["weekdays=3", "list"],
    "cadence.weekdays=[7]": ["weekdays=7", "0 to 4"],
    "cadence.pulse_days=65 cadence.pulse_from_day=260": ["pulse_from_day=260", "days=260"],
    "cadence.pulse_days=65 cadence.pulse_kinds=[]": ["pulse_kinds=[]", "name a kind"],
    "cadence.pulse_days=5 cadence.pulse_kinds=[news,news]": ["news", "twice"],
    "cadence.pulse_kinds=[gossip]": ["pulse_kinds=[gossip]", "education, product"],
    "rivals.cadence.pulse_days=-1": ["rivals.cadence.pulse_days=-1", "0 to"],
    "incentive.components=[{slop:[1]}]": ["slop", "slope"],
    "incentive.components.0.slop=[1]": ["slop", "slope"],
    "incentive.components.5.slope=[1]": ["no element 5"],
    "cadence=daily,weekly": ["cadence=daily,weekly", "-m"],
    "seed=[1": ["seed=[1", "brackets"],
    "seed=1 cadence": ["cadence", "key=value"],
    "hydra.run.dirr=x": ["dirr", "dir"],
    "hydra/launcher=foo": ["hydra/launcher/foo", "basic"],
    "--multirum": ["--multirum", "nearest: --multirun"],
    "--config-dir nowhere": ["nowhere"],
    "--config-name nothing": ["nothing"],
    "--experimental-rerun some.pickle": ["--experimental-rerun"],
    "--cfg job cadence=dayly": ["nearest: daily"],
    "cadence.cut_days=range(1,4) --info": ["cadence.cut_days"],
    "reproduc": ["reproduc", "version"],
    "quota_bonus": ["nearest: incentive=quota_bonus"],
    "incentive=null": ["incentive=null", "one of accelerator"],
    "incentive@rivals.incentive=null": ["=null", "one of accelerator"],
    "network=[a]": ["network=[a]", "one of fully_mixed"],
    "~network=1": ["network=1", "one of fully_mixed"],
    "+alignment=[[1]]": ["alignment=[[1]]", "one of aligned"],
    "+experiment=null": ["experiment=null", "NAME"],
    "hydra/launcher=null": ["hydra/launcher=null"],
    "incentive.components.gate=1": ["which element", "incentive.components.0.gate="],
    "cadence.planned.items=3": ["which element", "cadence.planned.0.items="],
    "rivals.incentive.components.goal=1": ["rivals.incentive.components.0.goal="],
    "cadence.weekdays.0=3": ["cadence.weekdays.0=3", "as a whole"],
    "seed.x=3": ["seed.x=3", "seed="],
    "incentive.components[0].goal=": ["incentive.components.0.goal=", "a number"],
    "incentive.components[0].goal=x": ["incentive.components.0.goal=x", "a number"],
    "incentive.components[5].goal=1": ["no element 5"],
    "incentive.components=[{at:3}]": ["incentive.components[0].at=3", "not a list"],
    "incentive.components=[{goal:x}]": ["incentive.components[0].goal=x", "a number"],
    "incentive.components=[3]": ["incentive.components[0]=3", "section"],
    "sales={reps:x}": ["sales.reps=x", "whole number"],
    "market={buyer:{made_up:x}}": ["market.buyer.made_up=x", "a number"],
    "incentive.salary=60,000": ["several values"],
    "incentive.salary='60,000'": ["salary=60,000", "written as 60000"],
    "incentive.salary=8%": ["salary=8%", "written as 60000 or 0.08"],
    "market.customers=${oc.env:HOME}": ["market.customers", "whole number"],
    "win_rate=3": ["win_rate=3", "KPI"],
    "network.win_rate=3": ["network has"],
    "=3": ["no key"],
    "seed=1\n2": ["seed=1\\n2", "line break"],
    "cadence.file=a\tb\x07": ["\\x07"],
    "-m seed=1,2 hydra.run.dir=x": ["hydra.run.dir=x", "hydra.sweep.dir"],
    "hydra.sweep.dir=x": ["hydra.sweep.dir=x", "hydra.run.dir", "-m"],
    "hydra.launcher.backend=local": ["hydra.launcher.backend=local", "-m"],
    "hydra.searchpath=[nowhere]": ["nowhere"],
    "hydra.searchpath=3": ["hydra.searchpath", "list of folders"],
    "hydra.searchpath=[pkg://sim]": ["pkg://sim", "folder"],
    "-m seed=range(5,1)": ["range(5,1)", "0 values"],
    "-m seed=range(1,5,0)": ["step of 0"],
    "-m seed=range(1,100000000)": ["99,999,999"],
    "-m seed=range(1,5000) world_seed=range(1,5000)": ["24,990,001 scenarios"],
    "-m seed=interval(1,2)": ["interval"],
    "-m seed=glob(*)": ["seed", "group"],
    "-m design={kind:[1]}": ["design.kind=[1]"],
    "-m until={kpi:[1],half_width:3}": ["until.kpi=[1]"],
    "--replicates 5": ["write replicates=5"],
    "--replicates=5": ["write replicates=5"],
    "--reps 5": ["write sales.reps=5"],
    "--config-dir nowhere incentive=x": ["nowhere"],
    "--cfg jobs": ["jobs", "'job'"],
    "--cfg job --info all": ["--cfg and --info"],
    "--cfg job --package nothing": ["nothing"],
    "--resolve": ["--cfg job"],
    "-sc install=sh": ["install=sh", "bash"],
    "facts 99999999999999999999999": ["9999"],
    "crate " + 300 * "x": ["xxx", "not a folder"],
    "facts limit": ["facts limit", "limits, inputs, calibrated, design", "nearest: limits"],
    "facts nonsense": ["facts nonsense", "limits, inputs, calibrated, design"],
    "facts limits seed=3": ["facts seed=3"],
    "version now": ["version", "now"],
}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to run in, to see what is left behind."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("words", "said"), REFUSED.items(), ids=list(REFUSED))
def test_a_refusal_is_one_line_and_leaves_nothing(
    words: str, said: list[str], nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split(" ")) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("sim: ")
    for part in said:
        assert part in err
    assert list(nowhere.iterdir()) == []


def test_a_torn_option_is_refused_by_file_and_line(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (nowhere / "incentive").mkdir()
    (nowhere / "incentive" / "torn.yaml").write_text("salary: [4\n")
    (nowhere / "incentive" / "typo.yaml").write_text("salry: 4\n")
    assert main(["--config-dir", ".", "incentive=torn"]) == 2
    assert "torn.yaml, line 2" in capsys.readouterr().err
    assert main(["--config-dir", ".", "incentive=typo"]) == 2
    assert "incentive.salry" in capsys.readouterr().err


@pytest.mark.parametrize("sweep", [False, True])
def test_a_folder_with_anything_in_it_is_refused(
    sweep: bool, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = nowhere / "taken"
    folder.mkdir()
    (folder / "note.txt").write_text("mine")
    words = ["-m", "seed=1,2", "hydra.sweep.dir=taken"] if sweep else ["hydra.run.dir=taken"]
    assert main(words) == 2
    assert "taken is not empty" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("place", ["/proc/nowhere", "file", "file/below"])
def test_a_folder_that_cannot_be_written_is_refused(
    place: str, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (nowhere / "file").write_text("")
    assert main([f"hydra.run.dir={place}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert [path.name for path in nowhere.iterdir()] == ["file"]


def test_the_default_folder_and_a_folder_of_ones_own() -> None:
    assert request([]).folder_from_clock
    assert request([]).folder.parts[0] == "outputs"
    assert len(request([]).folder.parts) == 3
    named = request(["hydra.run.dir=some/where"])
    assert (str(named.folder), named.folder_from_clock) == ("some/where", False)
    swept = request(["-m", "seed=1,2", "hydra.sweep.dir=swept"])
    assert (str(swept.folder), swept.folder_from_clock, swept.sweep) == ("swept", False, True)


def test_options_may_stand_anywhere() -> None:
    assert len(request(["cadence=daily,weekly", "-m", "seed=1,2"]).scenarios) == 4


def test_scenarios_are_named_by_what_sets_them_apart() -> None:
    words = [("seed=1", "+a=0.30000000000000004", "b=x"), ("seed=1", "+a=1.0", "b=x")]
    assert names_of(words) == ["a=0.3", "a=1"]
    assert names_of([()]) == ["default"]
    assert names_of([("seed=1",)]) == ["seed=1"]


def test_composing_leaves_nothing_behind(nowhere: Path) -> None:
    request(["-m", "cadence=daily,weekly"])
    assert list(nowhere.iterdir()) == []


def in_a_shell(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **more}
    return subprocess.run(words, capture_output=True, text=True, env=env, timeout=120, check=False)


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--cfg", "job"], ["version"]])
def test_what_runs_nothing_imports_nothing_heavy(words: list[str]) -> None:
    code = f"""
import sys
from sim.cli.command import main
main({words!r})
heavy = [name for name in {HEAVY!r} if name in sys.modules]
assert not heavy, heavy
"""
    done = in_a_shell(sys.executable, "-c", code)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) >= 1


def test_help_names_groups_options_parameters_examples_and_verbs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for part in ("incentive", "quota_bonus", "commission*", "sim -m", "replicates", "version"):
        assert part in text
    assert max(map(len, text.splitlines())) <= 100
    assert "\033" not in text


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hydra's ``--info`` makes the root logger speak for good: afterwards it is silent again."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("words", [["--cfg", "job"], ["--cfg", "hydra"], ["--cfg", "all"],
                                   ["--info", "defaults"], ["--info", "searchpath"],
                                   ["--cfg", "job", "-p", "incentive", "--resolve"],
                                   ["--hydra-help"]])  # fmt: skip
def test_hydra_answers_about_itself(
    words: list[str], nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(words)
    except SystemExit as end:
        code = int(end.code or 0)
    assert code == 0
    assert capsys.readouterr().out
    assert list(nowhere.iterdir()) == []


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_every_verb_has_its_help(
    verb: str, flag: str, nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, flag]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"sim {verb}: ")
    assert f"sim {VERB_USAGE[verb]}"[:60] in out
    assert max(map(len, out.splitlines())) <= 100
    assert err == ""
    assert list(nowhere.iterdir()) == []


def test_the_help_of_a_verb_names_every_flag_that_it_has() -> None:
    on_pages = ((PLOT_FLAGS, "plot"), (REPORT_FLAGS, "report"))
    for flags, verb in ((CRATE_FLAGS, "crate"), (EXPORT_FLAGS, "export"), *on_pages):
        for flag in flags:
            assert flag in VERB_USAGE[verb]
            assert any(word.startswith(flag) for word in VERB_WORDS[verb])
    for name in NAMES:
        assert f"optimise.{name}=" in VERB_USAGE["optimise"]


@pytest.mark.parametrize("words", [["--help"], ["export", "--help"], ["cadence=dayly"]])
def test_a_terminal_that_knows_only_ascii_is_answered(words: list[str]) -> None:
    done = in_a_shell(sys.executable, "-m", "sim", *words, PYTHONIOENCODING="ascii")
    assert done.returncode == (0 if "--help" in words else 2)
    assert (done.stdout or done.stderr).isascii()
    assert "Traceback" not in done.stderr


def test_characters_are_spelled_so_that_they_can_be_read() -> None:
    prepare()
    assert "1 ± 2 − 3 … é 日".encode("ascii", HANDLER) == b"1 +- 2 - 3 ... e \\u65e5"


@pytest.mark.parametrize("threads", ["0", "-1", "many"])
def test_an_environment_in_which_nothing_can_run_is_refused(
    threads: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NUMBA_NUM_THREADS", threads)
    assert main(["version"]) == 2
    assert f"NUMBA_NUM_THREADS={threads}" in capsys.readouterr().err


def test_elements_may_be_spelled_as_refusals_spell_them() -> None:
    for key in ("incentive.components[0].goal", "incentive.components.0.goal"):
        (one,) = request([f"{key}=3"]).scenarios
        assert one.config.incentive.components[0].goal == 3
        swept = request(["-m", f"{key}=3,4"]).scenarios
        assert [each.config.incentive.components[0].goal for each in swept] == [3, 4]
    (one,) = request(["incentive.components.0={goal:5}"]).scenarios
    assert one.config.incentive.components[0].goal == 5


SLIPS = {
    "incentive.salary=60.000": "incentive.salary=60 a year is 0.14%",
    "incentive.components[0].slope=[8]": "pays 800% of new business",
    "incentive=salary incentive.salary=100.000": "quota of 4,200 times",
    "incentive@rivals.incentive=commission rivals.incentive.components.0.slope=[30]": (
        "rivals.incentive pays 3,000%"
    ),
}


@pytest.mark.parametrize("words", SLIPS)
def test_a_plan_whose_numbers_no_plan_has_says_so(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("_one", "_sweep"):
        monkeypatch.setattr(f"sim.cli.command.{name}", lambda *_: 0)
    assert main(words.split()) == 0
    assert SLIPS[words] in capsys.readouterr().err
    assert main(["-m", *words.split(), "seed=1,2"]) == 0
    assert capsys.readouterr().err.count(SLIPS[words]) == 1


def test_of_no_shipped_plan_a_slip_is_suspected() -> None:
    for one in options_of("incentive").values():
        assert oddities("incentive", one.config.incentive) == [], one.overrides


def test_python_m_sim_is_the_same() -> None:
    assert in_a_shell(sys.executable, "-m", "sim", "--help").stdout.startswith("sim: ")
    assert in_a_shell(sys.executable, "-m", "sim", "cadence=x").returncode == 2


@pytest.mark.skipif(not SIM.exists(), reason="the command is not installed")
def test_bash_completes_groups_options_and_parameters() -> None:
    script = """
eval "$(sim -sc install=bash)"
complete_line() {
    COMP_LINE="$1"; COMP_POINT=${#1}; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=(); hydra_bash_completion; echo "${COMPREPLY[@]}"
}
complete_line "sim incent"
complete_line "sim incentive=sala"
complete_line "sim sales.rep"
"""
    done = in_a_shell("bash", "-c", script, PATH=f"{SIM.parent}:{os.environ['PATH']}")
    first, second, third = done.stdout.splitlines()
    assert "incentive=" in first
    assert second == "incentive=salary incentive=salary_holdback"
    assert "sales.reps=" in third


def test_an_interrupt_is_one_line_and_leaves_nothing(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        assert list(nowhere.rglob("*.partial"))
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.runs.scenario.run", interrupted)
    assert main(TINY) == 130
    assert capsys.readouterr().err == "sim: interrupted: nothing was kept\n"
    assert list(nowhere.iterdir()) == []


# A shell's background jobs ignore interrupts, and so would what they start.
HEARING_INTERRUPTS = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from sim.cli.command import main
sys.exit(main(["market=small", "replicates=1000"]))
"""


def test_a_killed_run_by_signal_leaves_nothing(nowhere: Path) -> None:
    # Compiled beforehand: an interrupt while LLVM is at work may end the process at once.
    first = nowhere / "first"
    assert main(["market=small", "replicates=1", "days=5", f"hydra.run.dir={first}"]) == 0
    shutil.rmtree(first)
    run = subprocess.Popen([sys.executable, "-c", HEARING_INTERRUPTS], stderr=subprocess.PIPE,
                           text=True)  # fmt: skip
    give_up = time.monotonic() + 60
    while not list(nowhere.rglob("*.partial")) and time.monotonic() < give_up:
        time.sleep(0.05)
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert err.splitlines()[-1] == "sim: interrupted: nothing was kept"
    assert list(nowhere.iterdir()) == []
