"""A finished folder as a page: whole in one file, safe, the same again, and readable by anybody."""

import csv
import html
import json
import re
import shlex
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli.command import main
from sim.cli.help import VERB_USAGE
from sim.config import Component, Config, Incentive
from sim.metrics.coverage import covered
from sim.metrics.glossary import KPIS
from sim.metrics.numbers import mean_text
from sim.plots import SWEEP_FIGURES
from sim.plots.style import PALETTE
from sim.report import key_figures, origin, several
from sim.report.drawn_again import laid_over, ways
from sim.report.finished import finished, named_apart
from sim.report.homes import anonymous
from sim.report.page import LARGEST, filled, tokens
from sim.report.pay_plan import explained
from sim.report.write import put
from tests.browser import SCREENS, chromium, in_a_browser, opened, violations
from tests.contract import test_hostile as hostile
from tests.contract.test_repeat import prove_anew

RUN = ["market.customers=1200", "days=65", "warmup_days=65", "replicates=2", "workers=1"]
HARM = "<script>alert(1)</script>"
OUTSIDE = re.compile(r"(?:src|href|action|data)\s*=\s*[\"'](?!#|data:)|url\((?!#|&quot;#)|@import")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def run(base: Path) -> Path:
    assert main([*RUN, "figures=false", "currency=$", f"hydra.run.dir={base}/run"]) == 0
    return base / "run"


@pytest.fixture(scope="module")
def sweep(base: Path) -> Path:
    words = [*RUN, "replicates=3", "figures=false", "incentive=commission,quota_bonus"]
    assert main(["-m", *words, f"hydra.sweep.dir={base}/sweep"]) == 0
    return base / "sweep"


@pytest.fixture(scope="module")
def page(run: Path) -> str:
    assert main(["report", str(run)]) == 0
    return run.with_name("run.report.html").read_text()


@pytest.fixture(scope="module")
def compared(sweep: Path) -> str:
    assert main(["report", str(sweep)]) == 0
    return sweep.with_name("sweep.report.html").read_text()


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


class Read(HTMLParser):
    """The words of a page by tag, as a reader gets them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def kpi_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "kpis.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_page_says_what_the_folder_says(run: Path, page: str) -> None:
    read, summary = Read(page), json.loads((run / "summary.json").read_text())
    kpis = summary["scenarios"][0]["kpis"]
    assert "In 65 working days the firm won" in read.text
    assert f"won {mean_text(kpis['wins'], '')} deals" in read.text
    for name, about in KPIS.items():
        assert (f"<code>{name}</code>" in page) == (name in kpis), name
        assert html.escape(about.formula, quote=False) in page.replace("&#39;", "'")
    assert "Below each number its 95 % interval" not in read.text
    assert "Two replicates: too few for intervals." in read.text
    assert "Intervals are 95 %" not in read.text
    assert "“Too few” stands where" in read.text
    assert "new revenue, reckoned each quarter" in read.text
    assert sum(tag == "figure" for tag, _ in read.tags) > 6
    assert page.count('<li class="card">') == 12


def test_the_value_to_sort_by_is_the_one_in_the_summary(run: Path, page: str) -> None:
    kpis = json.loads((run / "summary.json").read_text())["scenarios"][0]["kpis"]
    found = dict(re.findall(r"<code>(\w+)</code>.*?data-value=\"([^\"]*)\"", page))
    assert set(found) >= set(kpis)
    for name, kpi in kpis.items():
        assert found[name] == ("" if kpi["mean"] is None else f"{kpi['mean']}"), name


def test_every_figure_is_drawn_in_lines_and_told_in_words(page: str) -> None:
    read = Read(page)
    drawings = [found for tag, found in read.tags if tag == "svg"]
    assert len(drawings) == sum(tag == "figure" for tag, _ in read.tags)
    ids = {found["id"] for _, found in read.tags if "id" in found}
    for one in drawings:
        assert one["role"] == "img"
        assert one["aria-labelledby"] in ids
    all_ids = [found["id"] for _, found in read.tags if "id" in found]
    assert len(set(all_ids)) == len(all_ids)


def test_the_contents_lead_somewhere(page: str, compared: str) -> None:
    for text in (page, compared):
        read = Read(text)
        ids = {found["id"] for _, found in read.tags if "id" in found}
        links = [found["href"] for tag, found in read.tags if tag == "a"]
        assert len(links) > 6
        assert {link.removeprefix("#") for link in links} <= ids


def test_the_settings_are_those_that_differ_from_the_default(page: str) -> None:
    keys = re.findall(r'<th scope="row"><code>([^<]+)</code>', page)
    assert set(keys) == {"currency", "days", "figures", "market.customers", "replicates",
                         "warmup_days", "workers"}  # fmt: skip


def test_the_commands_can_be_typed(run: Path, page: str) -> None:
    first, second = (html.unescape(one) for one in re.findall(r"<pre><code>(.*?)</code>", page))
    assert shlex.split(first) == ["sim", "reproduce", "run"]
    assert shlex.split(second) == ["sim", *RUN, "figures=false", "currency=$"]
    assert str(run.parent) not in page


def test_a_page_is_small_and_needs_nothing(page: str, compared: str) -> None:
    for text in (page, compared):
        assert len(text.encode()) <= LARGEST
        assert not OUTSIDE.search(re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
        assert policy is not None
        assert policy[1].startswith("default-src 'none'")
        assert "unsafe-inline'; script-src 'sha256-" in policy[1]


def test_the_same_folder_gives_the_same_page(run: Path, page: str, base: Path) -> None:
    assert main(["report", str(run), "--to", f"{base}/again.html"]) == 0
    assert (base / "again.html").read_text() == page


def test_a_folder_stays_as_its_manifest_proves_it(run: Path, page: str, capsys) -> None:
    refused(["report", run, "--to", f"{run}/report.html"], capsys, "lies in the folder itself")
    finished(run)


def test_another_finished_folder_stays_as_it_is(run: Path, sweep: Path, capsys) -> None:
    for verb, place in (("report", sweep / "x.html"), ("plot", sweep / "figures")):
        refused([verb, run, "--to", place], capsys, "lies in the finished folder", str(sweep))
    finished(sweep)


def test_a_picture_of_ones_own_is_not_drawn_over(run: Path, tmp_path: Path, capsys) -> None:
    mine = tmp_path / "payout_curve.png"
    mine.write_text("my own")
    refused(["plot", run, "payout_curve", "--to", tmp_path], capsys, f"{mine} is there already")
    assert mine.read_text() == "my own"


def test_what_is_stopped_leaves_nothing_half_written(tmp_path: Path, monkeypatch) -> None:
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.report.write.os.replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path / "page.html", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_report_gives_way_to_a_report_and_nothing_else(run: Path, base: Path, capsys) -> None:
    mine = base / "mine.html"
    mine.write_text("<p>my own</p>")
    refused(["report", run, "--to", mine], capsys, "no report: name another file")
    assert mine.read_text() == "<p>my own</p>"
    assert not list(base.glob(".*"))


def test_what_cannot_be_shown_is_refused_in_a_line(run: Path, base: Path, capsys) -> None:
    (base / "empty").mkdir(exist_ok=True)
    usage = "sim report FOLDER [FOLDER …] [--to FILE.html]"
    refused(["report"], capsys, f"got none: {usage}")
    refused(["report", base / "nowhere"], capsys, "is not a folder")
    refused(["report", base / "empty"], capsys, "is not a finished run folder")
    refused(["report", run, "--form=pdf"], capsys, f"--form=pdf is not understood: {usage}")
    refused(["report", run, "--to"], capsys, "--to needs a value")
    refused(["report", run, "--to", base], capsys, "is a folder: name a file")


def test_a_folder_in_which_nothing_finished_is_refused(run: Path, tmp_path: Path, capsys) -> None:
    copy = copied(run, tmp_path / "failed")
    changed(copy, lambda rows: rows.assign(status="failed"))
    refused(["report", copy], capsys, "has no run that finished: nothing to show")


def test_a_kpi_that_a_folder_lacks_is_undefined(run, sweep, tmp_path, capsys) -> None:
    for folder in (run, sweep):
        copy = copied(folder, tmp_path / folder.name)
        changed(copy, lambda rows: rows.drop(columns=["leads", "reps_at_quota"]))
        assert main(["report", str(copy)]) == 0
        for name in ("wins", "profit"):
            changed(copy, lambda rows, name=name: rows.assign(**{name: np.nan}))
            refused(["report", copy], capsys, f"runs.parquet has no {name} of any run")
            changed(copy, lambda rows, name=name: rows.assign(**{name: 1.0}))


def test_a_folder_may_be_named_from_within(run: Path, capsys, monkeypatch) -> None:
    for verb in ("report", "plot"):
        refused([verb, "/"], capsys, "/ is not a finished run folder")
    monkeypatch.chdir(run / "..")
    refused(["report", ".."], capsys, "is not a finished run folder")
    monkeypatch.chdir(run)
    assert main(["plot", ".", "payout_curve"]) == 0
    assert run.with_name("run.figures").joinpath("payout_curve.png").exists()


def test_several_are_compared_with_the_first_seed_by_seed(sweep: Path, compared: str) -> None:
    text = Read(compared).text
    summary = json.loads((sweep / "summary.json").read_text())
    assert "Of 2 scenarios," in text
    assert "Intervals are 95 % over worlds and luck, from 3 replicates." in text
    assert "Differences are paired, seed by seed: each shares 3 with the first scenario." in text
    assert "Holm’s correction for all" in text
    assert "At quota a rep earns from" in text
    gap = summary["differences"][0]["kpis"]["wins"]["mean"]
    assert f"{abs(gap):.1f}" in text
    keys = re.findall(r'<th scope="row"><code>(incentive[^<]+)</code>', compared)
    assert "incentive.components[0].unit" in keys


def test_two_folders_are_laid_over_one_another(run: Path, sweep: Path, base: Path) -> None:
    assert main([*RUN, "figures=false", "incentive=quota_bonus", f"hydra.run.dir={base}/b"]) == 0
    assert main(["report", str(run), str(base / "b")]) == 0
    text = (base / "run+b.report.html").read_text()
    assert "shares_laid_over" in text
    assert 'id="figure-key_figures"' in text
    assert "incentive=quota_bonus" in text
    assert [one.name for one in named_apart([finished(run), finished(base / "b")])] == [
        "default", "incentive=quota_bonus"]  # fmt: skip
    twice = [finished(run), finished(run)]
    assert [one.name for one in named_apart(twice)] == ["run", "run (2)"]


def test_folders_that_share_no_seed_are_not_paired(run: Path, base: Path) -> None:
    other = copied(run, base / "other")
    changed(other, lambda rows: rows.assign(seed=rows["seed"] + 1))
    assert main(["report", str(run), str(other), "--to", f"{base}/apart.html"]) == 0
    text = Read((base / "apart.html").read_text()).text
    assert "share no seed, so no difference between them is paired" in text


def test_a_page_says_what_its_intervals_cover(run: Path) -> None:
    (one,) = finished(run).outcomes
    rows = one.tables["runs"]

    def of(count: int, world: str = "drawn"):
        config = replace(one.config, world=world)
        return replace(one, config=config, tables={"runs": rows.iloc[[0] * count]})

    assert covered([of(50), of(8), of(0)]) == (
        "Intervals are 95 % over worlds and luck, from 8 to 50 replicates.")  # fmt: skip
    assert covered([of(5, "fixed"), of(5)]).startswith("Intervals are 95 % over worlds and luck,")
    assert "luck, in this one world only, from 5" in covered([of(5, "fixed"), of(5, "fixed")])
    assert covered([of(2)]) == "Two replicates: too few for intervals."
    assert covered([of(1), of(0)]) == "One replicate: no intervals."
    assert covered([of(0)]) == "No replicate finished: no intervals."


def test_lengths_that_differ_are_said(run: Path) -> None:
    (one,) = finished(run).outcomes
    long = replace(one, config=replace(one.config, days=260))
    assert origin.days_of([one, one]) == "65"
    assert origin.days_of([one, long]) == "65 and 260: totals are of different lengths"


def test_of_a_part_of_a_sweep_no_figure_is_drawn_as_if_it_were_all(sweep: Path) -> None:
    whole = finished(sweep)
    part = replace(whole, count=1001)
    assert set(SWEEP_FIGURES) < set(ways(whole))
    assert set(SWEEP_FIGURES).isdisjoint(ways(part))
    pages = [several.page([one], lambda _: None) for one in (whole, part)]
    drawn = [[name for name in SWEEP_FIGURES if f'id="figure-{name}"' in text] for text in pages]
    assert drawn[0]
    assert not drawn[1]


def test_what_a_stranger_wrote_stays_words(sweep: Path, run: Path, tmp_path: Path) -> None:
    for folder in (sweep, run):
        copy = copied(folder, tmp_path / folder.name)
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest |= {"argv": [HARM, "hydra.run.dir=/home/ann/x", "a=/home/ann/team.csv"]}
        manifest["choices"] = {"market": HARM}
        manifest["code"]["version"] = manifest["machine"]["platform"] = HARM
        manifest["packages"][HARM] = HARM
        (copy / "manifest.json").write_text(json.dumps(manifest))
        names = {"default": HARM} if folder == run else {
            "incentive=commission": HARM, "incentive=quota_bonus": f"incentive={HARM}"}  # fmt: skip
        if (copy / "scenarios.yaml").exists():
            told = (copy / "scenarios.yaml").read_text()
            for name, other in names.items():
                told = told.replace(name, other)
            (copy / "scenarios.yaml").write_text(told)
        changed(copy, lambda rows, own=names: rows.replace({"scenario": own}))
        assert main(["report", str(copy)]) == 0
        text = copy.with_name(f"{copy.name}.report.html").read_text()
        assert HARM not in text
        assert html.escape(HARM) in text
        assert text.count("<script") == 1
        if folder == sweep:
            (copy / "scenarios.yaml").write_text(told.replace(HARM, "/home/ann/x"))
            changed(copy, lambda rows: rows.replace({"scenario": {
                HARM: "/home/ann/x", f"incentive={HARM}": "incentive=/home/ann/x"}}))  # fmt: skip
            assert [one.name for one in finished(copy).outcomes] == ["~/x", "incentive=~/x"]
            assert f">{html.escape(HARM)}</text>" in text
        assert "ann" not in re.findall(r"<pre><code>(.*?)</code>", text)[1]
        assert "a=~/team.csv" in html.unescape(text)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (hostile.column("deal", "one", "leads"), "leads.parquet: deal is of the kind"),
        (hostile.many_rows("leads", 4_000_000), "leads.parquet packs"),
        (
            hostile.text("summary.json", '{"until": {"kpi": "profit", "half_width": "x"}}'),
            "half_width=x",
        ),
    ],
)
def test_a_table_that_no_run_has_is_refused(harm, told, run, tmp_path, capsys) -> None:
    folder = copied(run, tmp_path / "theirs")
    harm(folder)
    prove_anew(folder)
    refused(["report", folder], capsys, told)
    assert [one.name for one in tmp_path.iterdir()] == ["theirs"]


def test_codes_that_no_run_has_cost_their_figures(run: Path, tmp_path: Path, capsys) -> None:
    folder = copied(run, tmp_path / "theirs")
    hostile.column("kind", np.int16(99), "content")(folder)
    hostile.column("closed", -1e300, "deals")(folder)
    prove_anew(folder)
    assert main(["report", str(folder)]) == 0
    assert all(line.startswith("sim: the figure ") for line in capsys.readouterr().err.splitlines())


@pytest.fixture(scope="module")
def trial(base: Path) -> Path:
    tiny = ["market.customers=60", "days=10", "warmup_days=5", "replicates=2", "workers=1"]
    words = ["+experiment=both_convince", *tiny, f"hydra.sweep.dir={base}/trial"]
    assert main(words) == 0
    return base / "trial"


def test_a_claim_on_trial_has_its_verdict_and_its_figure(trial: Path) -> None:
    (trial / "figures/morris.png").write_bytes((trial / "figures/claim.png").read_bytes())
    prove_anew(trial)
    assert main(["report", str(trial)]) == 0
    page = trial.with_name("trial.report.html").read_text()
    read, verdict = Read(page), json.loads((trial / "verdict.json").read_text())
    assert verdict["claim"] in read.text
    for one in verdict["hypotheses"]:
        assert one["says"] in html.unescape(read.text)
    figures = [found["id"] for tag, found in read.tags if tag == "figure"]
    assert {"figure-claim", "figure-morris"} <= set(figures)
    (image,) = [found for tag, found in read.tags if tag == "img"]
    assert image["src"].startswith("data:image/png;base64,")
    assert image["alt"].startswith("morris: ")


def test_a_page_has_room_for_so_much_and_says_what_is_left_out(run: Path, monkeypatch) -> None:
    from sim.report import pictures, single

    said: list[str] = []
    monkeypatch.setattr(pictures, "ROOM", 60_000)
    text = single.page(finished(run), said.append)
    assert 0 < text.count("<figure") < 6
    assert all(one.endswith("is too large for the page") for one in said)
    assert said


def test_values_of_every_kind_are_words() -> None:
    assert origin.said(None) == "–"
    assert origin.said(True) == "true"
    assert origin.said((1, 2.5, "x")) == "1, 2.5, x"
    assert origin.said(()) == origin.said("") == "none"
    assert origin.said("C:\\Users\\Ann\\team.csv") == "~\\team.csv"
    assert origin.said("/root/team.csv") == "~/team.csv"
    assert len(origin.said("x" * 5000)) <= origin.MANY + 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plans/homework.yaml", "plans/homework.yaml"),
        ("data/rootseed.csv", "data/rootseed.csv"),
        ("plans/home/x.yaml", "plans/home/x.yaml"),
        ("cadence.file=/Users/Jo Smith/x.csv", "cadence.file=~/x.csv"),
        ("[/home/ann/x,/mnt/c/Users/Bob/y]", "[~/x,~/y]"),
        ("../home/ann/x", "..~/x"),
    ],
)
def test_a_home_is_not_named_and_a_command_stays_as_it_was(text: str, told: str) -> None:
    assert anonymous(text) == told


def test_a_plan_is_told_stretch_by_stretch() -> None:
    late = Component(first_day=30, at=[0.0], jump=[0.0], slope=[0.1])
    spot = Component(from_day=5, to_day=9, at=[0.0], jump=[0.0], slope=[0.1])
    plan = Incentive(components=[replace(late, first_day=0, last_day=29), late, spot])
    found = explained(replace(Config(), incentive=plan))
    assert [one.when for one in found.stretches] == ["From day 0 to day 29", "From day 30 on"]
    assert [row[0] for row in found.stretches[0].worked.rows][-1] == "200 %"
    assert found.campaigns.startswith("Campaigns are on top")
    assert len(found.parts) == 3


def test_the_colours_of_pages_are_those_of_figures() -> None:
    light = tokens().partition("@media")[0]
    found = dict(re.findall(r"--fig-(\w+): (#\w+)", light))
    assert found == {name: colour.lower() for name, colour in PALETTE.items()}


def test_a_template_without_its_content_is_no_page() -> None:
    with pytest.raises(Exception, match="undefined"):
        filled("single.html", {"title": "x"})


def test_figures_laid_over_one_another_are_in_the_currency(sweep: Path) -> None:
    some = [replace(one, config=replace(one.config, currency="€"))
            for one in finished(sweep).outcomes]  # fmt: skip
    axes = laid_over(some)["payout_curves"]().axes[0]
    assert axes.get_ylabel() == "pay a year, €"


def test_what_is_shown_in_per_cent_keeps_its_year() -> None:
    kpi = {"mean": 0.25, "ci_low": 0.2, "ci_high": 0.3}
    found = key_figures.row("rep_turnover", kpi, pd.DataFrame({"rep_turnover": [0.25]}))
    assert (found.value, found.unit, found.interval) == ("25.0", "% a year", "20.0 to 30.0")


def test_figures_are_drawn_again(run: Path, sweep: Path, base: Path, capsys) -> None:
    assert main(["plot", str(run), "market_share", "rep_time_use"]) == 0
    assert capsys.readouterr().out.split() == [
        f"{base}/run.figures/{name}.png" for name in ("market_share", "rep_time_use")
    ]
    assert (base / "run.figures/market_share.png").read_bytes().startswith(b"\x89PNG")
    assert main(["plot", str(run), "rep_time_use", "--svg", f"--to={base}/lines"]) == 0
    drawn = (base / "lines/rep_time_use.svg").read_text()
    assert drawn.startswith("<?xml")
    assert "var(--" not in drawn
    assert len(drawn) < 60_000
    assert main(["plot", str(sweep), "payout_curves", "--to", f"{base}/lines"]) == 0
    assert (base / "lines/payout_curves.png").exists()


def test_a_figure_that_is_none_is_refused_with_those_there_are(run, sweep, capsys) -> None:
    refused(["plot", run, "funel"], capsys, "speed, real_funnel (nearest: funnel)")
    refused(["plot", sweep, "funnel"], capsys, "payout_curves")
    refused(["plot", run, "real_funnel"], capsys, "real_funnel cannot be drawn: ")
    refused(["plot", run, "--to", run / "figures"], capsys, "lies in the folder itself")
    refused(["plot"], capsys, "takes one folder, and got none", "sim plot FOLDER [NAME …]")


def test_kpis_are_a_table_for_a_spreadsheet(run: Path, sweep: Path) -> None:
    for folder, count in ((run, 1), (sweep, 2)):
        rows = kpi_rows(folder)
        summary = json.loads((folder / "summary.json").read_text())
        told = [(one["name"], name, kpi) for one in summary["scenarios"]
                for name, kpi in one["kpis"].items()]  # fmt: skip
        assert len(rows) == len(told) == count * len(KPIS)
        for row, (scenario, name, kpi) in zip(rows, told, strict=True):
            assert (row["scenario"], row["name"]) == (scenario, name)
            for column, key in {"value": "mean", "low": "ci_low", "high": "ci_high"}.items():
                assert (float(row[column]) if row[column] else None) == kpi[key]
            about = KPIS[name]
            assert (row["unit"], row["over"]) == (about.unit, about.over)
            assert (row["formula"], row["source"]) == (about.formula, about.source)
        listed = json.loads((folder / "manifest.json").read_text())["outputs"]
        assert "kpis.csv" in listed
        assert "kpis.csv" in (folder / "README.txt").read_text()


# Of the page on several, what it does not share with the other looks alike in either light.
LOOKS = [("run", screen, scheme) for screen in SCREENS for scheme in ("light", "dark")]
LOOKS += [("sweep", "desk", "light"), ("sweep", "phone", "dark")]


@in_a_browser
@pytest.mark.parametrize(("name", "screen", "scheme"), LOOKS)
def test_a_page_is_for_everybody_and_asks_for_nothing(
    browser, run, page, compared, name, screen, scheme
) -> None:
    address = run.with_name(f"{name}.report.html").as_uri()
    with opened(browser, address, screen, scheme, offline=True) as shown:
        assert violations(shown) == []
        assert shown.asked == [address]
        assert shown.complaints == []
        wide = shown.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]


@in_a_browser
def test_a_table_sorts_by_keyboard(browser, run, page) -> None:
    values = "Array.from(document.querySelectorAll('#kpis td[data-value]'), c => c.dataset.value)"
    with opened(browser, run.with_name("run.report.html").as_uri()) as shown:
        as_written = shown.evaluate(values)
        head = shown.locator("#kpis thead th").nth(1)
        head.get_by_role("button").focus()
        for direction, order in (("descending", -1), ("ascending", 1)):
            shown.keyboard.press("Enter")
            assert head.get_attribute("aria-sort") == direction
            found = [float(one) for one in shown.evaluate(values) if one]
            assert found == sorted(found, key=lambda one: order * one)
        shown.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") is None
        assert shown.evaluate(values) == as_written


@in_a_browser
@pytest.mark.parametrize("name", ["run", "sweep"])
def test_on_paper_nothing_is_shut(browser, run, page, compared, name) -> None:
    """Neither by style alone, nor by the script for browsers that do not know the style."""
    hidden = """Array.from(document.querySelectorAll("details > :not(summary)"))
                .filter((one) => !one.checkVisibility()).length"""
    shut = "document.querySelectorAll('details:not([open])').length"
    with opened(browser, run.with_name(f"{name}.report.html").as_uri()) as shown:
        many, out_of_sight = shown.evaluate(shut), shown.evaluate(hidden)
        assert out_of_sight >= many > 20
        shown.emulate_media(media="print")
        assert shown.evaluate(hidden) == 0
        shown.emulate_media(media="screen")
        shown.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert shown.evaluate(shut) == 0
        shown.evaluate("dispatchEvent(new Event('afterprint'))")
        assert shown.evaluate(shut) == many


@pytest.fixture(scope="module")
def recorded(base: Path) -> Path:
    """A run from which everything can be made that a verb makes."""
    words = ["market.customers=60", "days=10", "warmup_days=5", "replicates=1", "touches=true"]
    assert main([*words, f"hydra.run.dir={base}/recorded"]) == 0
    return base / "recorded"


TO = [verb for verb, usage in VERB_USAGE.items() if "--to" in usage]


@pytest.mark.parametrize("verb", TO)
def test_the_way_to_what_is_written_is_made_and_goes_if_nothing_is(
    recorded: Path, verb: str, tmp_path: Path, capsys
) -> None:
    assert main([verb, str(recorded), "--to", f"{tmp_path}/a/b/one"]) == 0
    assert (tmp_path / "a/b/one").exists()
    refused([verb, recorded, "--to", tmp_path / "c/d" / ("x" * 300)], capsys, "File name too long")
    (tmp_path / "file").write_text("mine")
    refused([verb, recorded, "--to", tmp_path / "file/e/one"], capsys, "Not a directory")
    assert {one.name for one in tmp_path.iterdir()} == {"a", "file"}


def refused(words, capsys, *told: str) -> None:
    capsys.readouterr()
    assert main([str(word) for word in words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    for one in told:
        assert one in said.err


def copied(folder: Path, to: Path) -> Path:
    import shutil

    return Path(shutil.copytree(folder, to))


def changed(folder: Path, change) -> None:
    """Change the table of runs, and prove the folder anew."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "runs.parquet"
    rows = change(pd.read_parquet(path))
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(table, path)
    prove_anew(folder)
