"""Plans with dates beside plans without: both are compared from one first day."""

import re

import pytest

from sim.compensation.asked import asked
from sim.compensation.first_day import from_one_day
from sim.config import Cadence, Config
from sim.config.refusal import Refusal

BASE = "ote: 180k\nmix: 60/40\nquota: {per: quarter, amount: 600k}\n"
PLANS = {
    "undated": BASE,
    "spif": BASE + "spif: [{from: 2026-03-02, to: 2026-03-27, pays: 2%}]\n",
    "mid": BASE + "changes: [{from: 2026-07-01, ote: 200k}]\n",
    "raise": "salary: 60000.0\nsalaries: [{from_day: 2026-04-01, salary: 70000.0}]\n",
    "later": BASE + "spif: [{from: 2027-03-01, to: 2027-03-26, pays: 2%}]\n",
    "broken": BASE + "spif: [{from: 2026-03-01, to: 2026-03-20, pays: 2}]\n",
}
FIRST = "2026-01-05"


@pytest.fixture(autouse=True)
def there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in PLANS.items():
        (tmp_path / f"{name}.yaml").write_text(text)


def first_days(names, *words):
    configs = [one.config for one in asked(names, words, {}).plans]
    return {one.cadence.first_date for one in configs} | {
        one.rivals.cadence.first_date for one in configs
    }


@pytest.mark.parametrize(
    ("dated", "other"),
    [("spif", "undated.yaml"), ("mid", "commission"), ("raise", "spif.yaml")],
)
def test_a_dated_plan_is_compared_with_any_of_its_year(dated, other):
    names = [f"{dated}.yaml", other]
    assert first_days(names) == first_days(names[::-1]) == {FIRST}


def test_a_first_day_that_is_said_stays_and_undated_plans_need_none():
    assert first_days(["spif.yaml", "commission"], f"cadence.first_date={FIRST}",
                      f"rivals.cadence.first_date={FIRST}") == {FIRST}  # fmt: skip
    both = ["later.yaml", "spif.yaml"]
    assert FIRST in first_days(both, f"cadence.first_date={FIRST}", "days=520")
    assert first_days(["undated.yaml", "commission"]) == {""}


def test_input_files_with_dates_are_read_from_the_same_first_day(tmp_path):
    (tmp_path / "items.csv").write_text("date,kind\n2026-02-02,news\n")
    found = asked(["commission", "spif.yaml"], ["cadence.file=items.csv"], {})
    assert {one.config.cadence.planned[0].day for one in found.plans} == {20}
    assert {one.config.cadence.first_date for one in found.plans} == {FIRST}


def test_two_years_are_refused_with_both_dates():
    for names in (["later.yaml", "spif.yaml"], ["spif.yaml", "later.yaml"]):
        with pytest.raises(Refusal, match=r"say cadence\.first_date") as refused:
            asked(names, ["days=300"], {})
        assert {FIRST, "2027-01-04"} <= set(re.findall(r"\d{4}-\d\d-\d\d", str(refused.value)))
    with pytest.raises(Refusal, match=r"broken\.yaml, line 4: incentive\.spif\[0\]\.pays"):
        asked(["broken.yaml", "undated.yaml"], [], {})


def test_stored_scenarios_take_the_one_first_day_that_is_known():
    dated, undated = Config(cadence=Cadence(first_date=FIRST)), Config()
    for configs in ([dated, undated], [undated, dated]):
        assert {one.cadence.first_date for one in from_one_day(configs)} == {FIRST}
    other = Config(cadence=Cadence(first_date="2027-01-04"))
    assert from_one_day([dated, other]) == [dated, other]
    assert from_one_day([undated, undated]) == [undated, undated]
