"""Scenarios are what Hydra's own composition makes of the same words, to the last value."""

import random  # noqa: TID251 - words for a test, not luck of the model
from pathlib import Path

import hydra
import pytest
from hydra.core.global_hydra import GlobalHydra
from hydra.errors import HydraException
from omegaconf import OmegaConf

from sim.asking_hydra import VERSION_BASE, register
from sim.config import ConfigError
from sim.config.refusal import Refusal
from sim.grammar.options import config_dir
from sim.grammar.schema import config_from
from sim.request import request
from sim.sweep.structures import Composer
from tests.depth import some

SETS = some(24, 120)

# Words of all kinds; a set takes some of each list, in any order.
OPTIONS = [
    "incentive=salary", "incentive=quota_bonus", "incentive=commission", "cadence=daily",
    "cadence=silent", "market=small", "market=nineties", "market=olist", "rivals=none",
    "rivals=aggressive", "network=scale_free", "network=none", "alignment=silo",
    "incentive@rivals.incentive=salary", "cadence@rivals.cadence=burst", "+experiment=paired",
    "+experiment=computed",
]  # fmt: skip
VALUES = [
    "seed=3", "seed=4", "replicates=2", "days=130", "threads=2", "fail_fast=true",
    "market.customers=77", "market.customers=1000", "market.buyer.patience_days=60",
    "market.buyer.made_up=0.7", "market.buyer.compare_content=false", "sales.reps=null",
    "sales.reps=4", "rivals.count=2", "rivals.sales.reps=3", "cadence.weekdays=[1,3]",
    "cadence.weekdays=[0]", "cadence.education=0.5", "rivals.cadence.news=1",
    "network.kind=small_world", "network.kind=none", "incentive.salary=7e4",
    "incentive={salary:50000}", "incentive.components=[]", "marketing.marketers=3",
    "incentive.components=[{measure:bookings,at:[0],jump:[0],slope:[0.2]}]",
    "incentive.components.0.slope=[0.1]", "incentive.components.0.at=[0]",
    "incentive.components.0.jump=[0]", "++seed=9", "++market.customers=88", "++cadence.news=2",
    "alignment.goals=0.30000000000000004", "alignment.goals=${alignment.information}",
    "policies.rep=''", "~experiment", "~incentive.salary",
]  # fmt: skip
PAIRED = "# @package _global_\ndefaults:\n  - override /cadence: burst\nseed: 5\nsales: {reps: 6}\n"
COMPUTED = "# @package _global_\nseed: 8\nreplicates: ${days}\nrivals: {count: 1}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("configs") / "experiment"
    made.mkdir()
    (made / "paired.yaml").write_text(PAIRED)
    (made / "computed.yaml").write_text(COMPUTED)
    return made.parent


def sets():
    luck = random.Random(11)
    for _ in range(SETS):
        words = luck.sample(OPTIONS, luck.randint(0, 3)) + luck.sample(VALUES, luck.randint(0, 5))
        luck.shuffle(words)
        unique = {word.split("=")[0]: word for word in words}
        yield list(unique.values())


def outcome(make, words):
    try:
        return make(words)
    except (HydraException, ConfigError, Refusal, ValueError) as error:
        return type(error).__mro__[-3]


def test_hundreds_of_sets_of_words_make_what_hydra_makes(folder: Path) -> None:
    register()
    search = f"hydra.searchpath=['file://{folder}']"
    with hydra.initialize_config_dir(str(config_dir()), job_name="sim", version_base=VERSION_BASE):
        master = hydra.compose("config", [search], return_hydra_config=True)
        loader = GlobalHydra.instance().config_loader()
        composer = Composer(loader, master, lambda override: None)

        def ours(words):
            return composer.scenario(words).config

        def theirs(words):
            composed = hydra.compose("config", [search, *words])
            return config_from(OmegaConf.to_container(composed, resolve=True))

        made = [(words, outcome(ours, words), outcome(theirs, words)) for words in sets()]
    differing = [
        (words, one if isinstance(one, type) else 0, other if isinstance(other, type) else 0)
        for words, one, other in made
        if one != other
    ]
    assert differing == []
    runnable = [words for words, one, _ in made if not isinstance(one, type)]
    assert SETS / 3 < len(runnable) < SETS
    assert len({repr(one) for _, one, _ in made if not isinstance(one, type)}) > SETS / 3


@pytest.mark.parametrize(
    "text", ["0", "7", "-3", "12345678901234567890", "0.5", "-0.0", "1.0", "07", "1_0", "1e3", ".5"]
)
def test_later_numbers_of_a_key_are_read_as_hydra_reads_them(text: str) -> None:
    register()
    with hydra.initialize_config_dir(str(config_dir()), job_name="sim", version_base=VERSION_BASE):
        master = hydra.compose("config", [], return_hydra_config=True)
        loader = GlobalHydra.instance().config_loader()
        composer = Composer(loader, master, lambda override: None)
        for before in ("seed", "+market.buyer.made_up", "a.b@c"):
            composer._override(f"{before}=1")
            composer._override(f"{before}=1.5")
            word = f"{before}={text}"
            (theirs,) = composer._parser.parse_overrides([word])
            assert repr(composer._override(word)) == repr(theirs)
            assert composer._override(word).value() == theirs.value()


MARKETS = [path.stem for path in config_dir().glob("market/*.yaml")]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("seed=1,2 cadence=daily,weekly", 4), ("seed=choice(1,2,3)", 3), ("seed=range(1,9,2)", 4),
        ("market=glob(*)", len(MARKETS)),
        ("market=glob(*,exclude=s*)", sum(name[0] != "s" for name in MARKETS)),
        ("market.buyer.made_up=0.7,0.8 sales.reps=2,null", 4),
        ("cadence.weekdays=[0],[1,2]", 2), ("++seed=1,2", 2), ("+cadence.weekdays=[0],[1]", 2),
        ("alignment.goals=interval(0,1)", None),
    ],
)  # fmt: skip
def test_hydra_s_grammar_of_sweeps(words: str, count: int | None) -> None:
    if count is None:
        with pytest.raises(Refusal, match=r"interval\(…\) names no values"):
            request(["-m", *words.split()])
        return
    plan = request(["-m", *words.split()]).scenarios
    assert len(plan) == count
    assert len({repr(plan[number].config) for number in range(count)}) == count


def test_an_experiment_may_sweep_by_itself(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "grid.yaml").write_text(
        "# @package _global_\nreplicates: 3\nhydra:\n  mode: MULTIRUN\n  sweeper:\n    params:\n"
        "      cadence: daily,weekly\n      seed: range(1,4)\n"
    )
    asked = request(["--config-dir", str(tmp_path), "+experiment=grid"])
    assert asked.sweep
    assert len(asked.scenarios) == 6
    assert {one.config.replicates for one in asked.scenarios} == {3}
    assert {one.choices["experiment"] for one in asked.scenarios} == {"grid"}


def test_what_an_experiment_sweeps_is_checked_like_words(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "typo.yaml").write_text(
        "# @package _global_\nhydra:\n  mode: MULTIRUN\n  sweeper:\n    params:\n"
        "      cadence: daily,weekly\n      seed: 1,2\n      sales.repz: 1,2\n      days: 9,10\n"
    )
    with pytest.raises(Refusal, match="nearest: sales"):
        request(["--config-dir", str(tmp_path), "+experiment=typo"])


def test_a_structure_is_composed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from hydra._internal.config_loader_impl import ConfigLoaderImpl

    composed = []
    honest = ConfigLoaderImpl.load_sweep_config

    def counted(self, master, words):
        composed.append(tuple(words))
        return honest(self, master, words)

    monkeypatch.setattr(ConfigLoaderImpl, "load_sweep_config", counted)
    plan = request(["-m", "incentive=salary,commission", "seed=range(0,100)", "days=10,20"])
    assert len(plan.scenarios) == 400
    assert composed == [("incentive=salary",), ("incentive=commission",)]
