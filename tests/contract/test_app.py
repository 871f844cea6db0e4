"""The app without a browser: who may ask, what is offered, and that a run is the terminal's run."""

import json
import multiprocessing
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from sim.app import controls, folders, plan_form, process, serve, within
from sim.app.desk import Desk, words_from
from sim.app.folders import Folders
from sim.app.process import Clerk, Failure, Job
from sim.cli.command import REFUSED, main
from sim.config import Config, Incentive
from sim.config.input_files import with_days
from sim.config.parameter import about_of, walk
from sim.config.plan_words.compile import compiled, year_of
from sim.config.refusal import Refusal
from sim.folder.repeat.diff import compare
from sim.grammar.options import config_dir, groups, read_yaml
from sim.metrics.numbers import difference_text
from sim.metrics.plan_explained import examples
from tests.depth import some

pytest.importorskip("starlette")
httpx = pytest.importorskip("httpx")

PORT, KEY = 8612, "the-key"
HERE = f"http://127.0.0.1:{PORT}"
SMALL = {"market.customers": "300", "days": "20", "warmup_days": "20", "replicates": "3"}
FORM = {"choices": {"incentive": "quota_bonus"}, "values": SMALL, "plan": None}
PLAN = {
    "ote": "180k", "mix": "60/40", "quota": {"per": "quarter", "amount": "600k"},
    "tiers": [{"from": "0%", "rate": "1x"}, {"from": "100%", "rate": "1.5x"}], "cap": "200%",
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("started").resolve()


@pytest.fixture(scope="module")
def client(root):
    from starlette.testclient import TestClient

    from sim.app.site import site
    from sim.cli.app import perform

    app = site(root, perform, PORT, KEY)
    with TestClient(app, base_url=HERE, headers={"origin": HERE}) as found:
        found.cookies.set(f"sim-{PORT}", KEY)
        yield found


def events(client, path):
    return [json.loads(line[6:]) for line in client.get(path).text.splitlines() if line]


@pytest.fixture(scope="module")
def run(client, root):
    """A run in the app: what was told on the way, and its folder."""
    begun = client.post("/run", json=FORM)
    assert begun.status_code == 200, begun.text
    told = events(client, "/run/events")
    assert told[-1]["kind"] == "ok", told[-1]
    return begun.json()["command"], told, root / told[-1]["what"]


def filled(template, /, **content):
    from sim.app.site import PAGES

    return PAGES.get_template(template).render(content)


def composed(values):
    from sim.request import plans_of

    return plans_of(words_from({"values": values}, Path()))[1]


def digests(folder):
    import pandas as pd

    return pd.read_parquet(folder / "runs.parquet")["digest"].tolist()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": f"evil.example:{PORT}"}, 421),
        ({"host": "127.0.0.1:80"}, 421),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": ""}, 403),
        ({"cookie": f"sim-{PORT}=another"}, 403),
        ({"cookie": ""}, 403),
    ],
)
def test_who_has_another_name_another_origin_or_no_key_is_refused(client, headers, status):
    sent = {"origin": HERE, "cookie": f"sim-{PORT}={KEY}", **headers}
    bare = httpx.Request("POST", f"{HERE}/compose", json=FORM, headers=sent)
    assert client.send(bare).status_code == status


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_port_does_not_get_the_market_stepped_by_asking(client, site):
    answer = client.get("/watch/play", headers={"sec-fetch-site": site})
    assert answer.status_code == 403
    assert client.get("/folders", headers={"sec-fetch-site": "same-origin"}).status_code == 200
    assert client.get("/", headers={"sec-fetch-site": site}).status_code == 200


def test_the_key_in_the_address_becomes_a_cookie_of_this_page_alone(client):
    answer = client.get(f"/?key={KEY}", follow_redirects=False, headers={"cookie": ""})
    assert answer.status_code == 303
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    wrong = httpx.Request("GET", f"{HERE}/?key=other")
    assert client.send(wrong).status_code == 403


def test_the_page_offers_every_option_with_its_first_line_and_the_main_parameters(client):
    from html import unescape

    page = unescape(client.get("/").text)
    for name in controls.MENUS:
        for option, line in groups([config_dir()])[name].options.items():
            assert f'value="{option}" data-says="{line}"' in page
    known = {key: (about_of(entry), value) for key, entry, value in walk(Config())}
    for keys in controls.MAIN.values():
        for key, (low, high, _) in keys.items():
            about, _ = known[key]
            assert f'data-key="{key}"' in page
            assert about.low <= low < high, key
            assert about.high is None or high <= about.high, key
    more = unescape(client.get("/more").text)
    assert 'data-key="sales.ramp_days"' in more
    assert known["sales.ramp_days"][0].text in more
    assert "policies.rep" not in page + more


def test_what_is_chosen_becomes_words_and_what_they_make(client):
    found = client.post("/compose", json=FORM).json()
    assert found["command"] == "sim incentive=quota_bonus market.customers=300 days=20 " \
        "warmup_days=20 replicates=3"  # fmt: skip
    assert found["values"]["market.customers"] == "300"
    assert found["curve"]["said"].startswith("On target")
    small = client.post("/compose", json={"choices": {"market": "small"}}).json()
    assert small["command"] == "sim market=small"
    assert small["values"]["days"] == "130"


@pytest.mark.parametrize(
    "word", ["market.customers=0", "market.customers=many", "alignment.goals=1.2", "days=1.5"]
)
def test_a_refusal_is_the_one_line_of_the_terminal(client, word, capsys):
    key, value = word.split("=")
    answer = client.post("/compose", json={"values": {key: value}})
    assert answer.status_code == 422
    assert main([word]) == REFUSED
    assert f"sim: {answer.json()['refusal']}" == capsys.readouterr().err.strip()


@pytest.mark.parametrize(
    "form",
    [
        {"values": {"hydra.run.dir": "/tmp/elsewhere"}},
        {"values": {"policies.rep": "mine:Rep"}},
        {"values": {"cadence.file": "/etc/passwd"}},
        {"values": {"cadence.file": " /etc/passwd"}},
        {"values": {"sales.roster": "../team.csv"}},
        {"choices": {"hydra": "x"}},
        {"choices": {"market": "../../etc"}},
        {"plan": {"ote": "180k", "mix": "60/40", "wage": "1"}},
    ],
)
def test_a_form_sets_nothing_beyond_the_page_and_reads_no_file_elsewhere(client, form):
    answer = client.post("/compose", json=form)
    assert answer.status_code == 422, answer.text
    assert "\n" not in answer.json()["refusal"]


def test_the_pages_firms_have_the_colours_and_dashes_of_figures():
    from sim.plots import style

    css = (Path(serve.__file__).parent / "static" / "app.css").read_text()
    names = {colour: name for name, colour in style.PALETTE.items()}
    found = re.findall(r"^\.firm-(\d) \{ --firm: var\(--fig-(\w+)\);(.*) \}$", css, re.MULTILINE)
    assert [(int(n), name) for n, name, _ in found] == [
        (n, names[colour]) for n, colour in enumerate(style.FIRM_COLOURS)
    ]
    dashed = [re.findall(r"[\d.]+", rest) for *_, rest in found]
    drawn = [[] if line == "-" else [2.0 * one for one in line[1]] for line in style.FIRM_LINES]
    assert [list(map(float, one)) for one in dashed] == drawn


def test_what_may_be_a_slip_in_a_rivals_plan_is_said_as_in_the_terminal(monkeypatch, capsys):
    from sim.request import plans_of

    words = ["rivals.count=1", "rivals.incentive.salary=1"]
    plans, desk = plans_of(words), Desk()
    monkeypatch.setattr(desk, "_config", lambda _: plans)  # as an option of one's own may say it
    notes = desk.compose({}, ".")["notes"]
    assert any(one.startswith("rivals.incentive.salary=1 a year") for one in notes)
    assert main(["explain", *words]) == 0
    assert [f"sim: {one}" for one in notes] == capsys.readouterr().err.splitlines()


def test_text_with_signs_of_the_grammar_comes_through_as_it_is(tmp_path):
    from sim.request import plans_of

    said = {"currency": "$", "marketing.topics": "problem_first"}
    assert plans_of(words_from({"values": said}, tmp_path))[0].currency == "$"
    with pytest.raises(Refusal, match="US\\$ 'a, b'"):
        plans_of(words_from({"values": {"currency": "US$ 'a, b'"}}, tmp_path))


def test_a_path_that_leads_out_is_refused(client, root, tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    os.symlink(tmp_path, root / "link")
    for name in ("..", "../x", "/etc", str(tmp_path), "link", "a/../../b", "link/x"):
        for path in ("/result", "/figure", "/report"):
            answer = client.get(path, params={"folder": name, "name": "funnel"})
            assert answer.status_code == 422, name
            assert "outside the folder" in answer.json()["refusal"]
    assert tmp_path not in within.finished(root).folders
    assert "link" not in client.get("/folders").text
    assert client.get("/static/../site.py").status_code == 404
    assert client.get("/static/%2e%2e/site.py").status_code == 404


def test_the_curve_is_what_explain_pays(client):
    found = client.post("/curve", json={**FORM, "plan": PLAN}).json()
    plan = compiled("incentive", plan_form.plan_of(PLAN), year_of(Config()))
    by_hand = {0.0: 108_000.0, 0.5: 144_000.0, 1.0: 180_000.0, 1.5: 234_000.0, 2.0: 288_000.0}
    drawn = dict(zip(found["at"], found["pay"], strict=True))
    for at, pay in by_hand.items():
        assert drawn[at] == pay
        assert examples(plan, [at])[0].total == pay
    assert found["command"].startswith("sim '~incentive' incentive.ote=180k incentive.mix=60/40")


@pytest.mark.parametrize(
    ("tier", "named"),
    [
        ({"from": "100%", "rate": "1.5"}, "incentive.tiers[1].rate"),
        ({"from": "90 apples", "rate": "1x"}, "incentive.tiers[1].from"),
    ],
)
def test_a_slip_in_a_tier_is_refused_by_its_place(client, tier, named):
    plan = {**PLAN, "tiers": [{"from": "0%", "rate": "1x"}, tier]}
    answer = client.post("/curve", json={**FORM, "plan": plan})
    assert answer.status_code == 422
    assert named in answer.json()["refusal"]


def test_every_shipped_plan_is_put_into_words_that_pay_the_same_or_says_that_they_do_not():
    grid, exact = np.linspace(0, 2.5, 251).tolist(), []
    for name in groups([config_dir()])["incentive"].options:
        content = read_yaml(config_dir() / "incentive" / f"{name}.yaml")
        said: Incentive = plan_form.plan_of(content)
        config = with_days(Config(incentive=said))
        found = plan_form.in_words(said, config)
        again = with_days(Config(incentive=plan_form.plan_of(found.words)))
        paid, other = (examples(one.incentive, grid) for one in (config, again))
        pairs = [(one.total, two.total) for one, two in zip(paid, other, strict=True)]
        if found.exact:
            exact.append(name)
            assert np.allclose(*zip(*pairs, strict=True), rtol=1e-6), name
        else:
            at = grid.index(1.0)
            assert pairs[at][1] == pytest.approx(pairs[at][0], rel=0.02), name
    usual = {"commission", "commission_tiered", "quota_bonus", "accelerator", "capped", "ytd_tiers"}
    assert usual <= set(exact), usual - set(exact)


def test_a_plan_from_a_file_is_read_as_data(client):
    text = "ote: 180k\nmix: 60/40\naccelerator: 1.5x\n"
    found = client.post("/plan", json={"text": text, "form": FORM}).json()
    assert found == {"words": {"ote": "180k", "mix": "60/40", "accelerator": "1.5x"}, "exact": True}
    for bad in ("", "- 1", "a: !!python/object/apply:os.system [ls]", "ote: 180k\nwage: 1", "{"):
        answer = client.post("/plan", json={"text": bad, "form": FORM})
        assert answer.status_code == 422, bad


def test_a_run_is_the_terminals_to_the_digest_and_its_folder_says_the_words(run, tmp_path):
    command, told, folder = run
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command), "figures=false", "hydra.run.dir=other"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert digests(folder) == digests(tmp_path / "other")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert shlex.join(["sim", *manifest["argv"]]) == command
    assert folder.relative_to(folder.parents[2]).parts[0] == "outputs"
    texts = [one["what"]["text"] for one in told[:-1]]
    assert "simulating" in texts


def test_a_result_shows_key_figures_and_figures_with_their_words(run, client, root):
    name = run[2].relative_to(root).as_posix()
    page = client.get("/result", params={"folder": name}).text
    summary = json.loads((run[2] / "summary.json").read_text())
    assert 'data-kpi="wins"' in page
    assert f"{summary['scenarios'][0]['kpis']['wins']['mean']:.0f}" in page
    assert page.count("<figure") > 8
    drawn = client.get("/figure", params={"folder": name, "name": "rep_time_use"})
    assert "<svg" in drawn.text
    assert 'role="img"' in drawn.text
    assert "<figcaption><h3>" in drawn.text
    other = client.get("/figure", params={"folder": name, "name": "nothing"})
    assert other.status_code == 422
    report = client.get("/report", params={"folder": name})
    assert "attachment" in report.headers["content-disposition"]
    assert "<svg" in report.text
    assert name in client.get("/folders").text


def test_a_changed_folder_is_refused_in_one_line(run, client, root):
    import shutil

    copy = root / "copied"
    shutil.copytree(run[2], copy)
    (copy / "summary.json").write_text("{}")
    answer = client.get("/result", params={"folder": "copied"})
    assert answer.status_code == 422
    assert "summary.json was changed" in answer.json()["refusal"]
    shutil.rmtree(copy)


def test_a_second_run_beside_the_first_is_compared_seed_by_seed(run, client, root):
    form = {**FORM, "values": {**SMALL, "sales.reps": "3"}}
    assert client.post("/run", json=form).status_code == 200
    second = events(client, "/run/events")[-1]["what"]
    first = run[2].relative_to(root).as_posix()
    page = client.get("/result", params={"folder": second, "against": first}).text
    assert f"Beside {first}" in page
    (pair,) = compare(run[2], root / second).pairs
    leads = next(one.difference for one in pair.outcomes if one.kpi == "leads")
    ends = {"mean": leads.mean, "ci_low": leads.low, "ci_high": leads.high}
    row = page.partition('data-kpi="leads"')[2].partition("</tr>")[0]
    assert f">{difference_text(ends, 'leads')}</td>" in row
    assert "not paired" not in row


def test_a_sweep_is_opened_with_its_table_and_figures(client, root):
    words = [f"{key}={value}" for key, value in SMALL.items()]
    words += ["incentive=commission,salary", "figures=false", "hydra.sweep.dir=a/sweep"]
    done = subprocess.run(
        [sys.executable, "-m", "sim", "-m", *words],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page = client.get("/result", params={"folder": "a/sweep"}).text
    summary = json.loads((root / "a" / "sweep" / "summary.json").read_text())
    for one in summary["scenarios"]:
        assert f'<th scope="row">{one["name"]}</th>' in page
    drawn = client.get("/figure", params={"folder": "a/sweep", "name": "paired_differences"})
    assert "<svg" in drawn.text
    assert "a/sweep" in client.get("/folders").text
    beside = client.get("/result", params={"folder": "a/sweep", "against": "a/sweep"})
    assert beside.status_code == 200


def test_a_sweep_beside_a_run_is_refused_either_way_round(run, client, root):
    sweep, single = "a/sweep", run[2].relative_to(root).as_posix()
    for folder, against in ((sweep, single), (single, sweep)):
        answer = client.get("/result", params={"folder": folder, "against": against})
        assert answer.json() == {
            "refusal": "a/sweep is a sweep: only single runs are set beside each other"
        }


def test_totals_of_other_lengths_are_said_to_be(run, root, monkeypatch):
    shelf, name = Folders(), run[2].relative_to(root).as_posix()
    found = shelf._finished(str(root), name)
    (one,) = found.outcomes
    longer = replace(found, outcomes=[replace(one, config=replace(one.config, days=260))])
    known = {name: found, "longer": longer, "alike": found}
    monkeypatch.setattr(shelf, "_finished", lambda _, asked: known[asked])
    shown = shelf.show(str(root), name, "longer")
    assert "Totals of 20 and of 260 days." in filled("result.html", **shown)
    shown = shelf.show(str(root), name, "alike")
    assert "Totals of" not in filled("result.html", **shown)


def test_a_figure_that_cannot_be_drawn_is_left_out_alone(run, root, monkeypatch):
    def breaks():
        raise ValueError("unusual numbers")

    monkeypatch.setattr(folders, "ways", lambda _: {"funnel": breaks})
    name = run[2].relative_to(root).as_posix()
    assert Folders().figure(str(root), name, "funnel") is None


def test_folders_are_looked_for_nearest_first_and_what_goes_meanwhile_costs_itself(
    tmp_path, monkeypatch
):
    for name in ("a/b/c/d", "near", "torn"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "manifest.json").write_text("{}")
    stat = Path.stat

    def torn(path, **more):
        if path.parent.name == "torn":
            raise PermissionError(path)
        return stat(path, **more)

    monkeypatch.setattr(Path, "stat", torn)
    found = within.finished(tmp_path)
    assert (set(found.folders), found.all) == ({tmp_path / "a/b/c/d", tmp_path / "near"}, True)
    monkeypatch.setattr(within, "MOST_LOOKED_AT", 5)
    assert within.finished(tmp_path) == ([tmp_path / "near"], False)
    assert "not all folders were looked at" in filled("folders.html", folders=[], all=False)
    assert "not all folders" not in filled("folders.html", folders=[], all=True)


def test_a_run_that_is_stopped_leaves_nothing_behind(client, root):
    before = set(within.finished(root).folders)
    form = {"values": {"market.customers": "50000", "replicates": "40"}}
    assert client.post("/run", json=form).status_code == 200
    again = client.post("/run", json=form)
    assert again.status_code == 422
    assert "a run goes on" in again.json()["refusal"]
    time.sleep(1.0)
    client.post("/run/stop", json={})
    last = events(client, "/run/events")[-1]
    assert last["kind"] == "stopped", last
    assert set(within.finished(root).folders) == before
    assert not list(root.rglob("*.partial"))


def never_over(tell):
    tell({"text": "at it", "done": 0, "total": 1})
    time.sleep(600)


def test_a_job_that_is_ended_says_that_it_was_stopped_whoever_waits_for_it():
    told = []
    for _ in range(some(20, 60)):
        job = Job(never_over)
        while job.state[1]["text"] != "at it":
            time.sleep(0.005)
        job.end()
        told.append(job.state)
    assert set(told) == {("stopped", "stopped: nothing was kept")}


def dying(tell):
    os._exit(3)


def deaf(tell):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    never_over(tell)


def test_a_job_that_does_not_hear_is_ended_and_one_that_dies_by_itself_has_failed(monkeypatch):
    monkeypatch.setattr(process, "PATIENCE", 0.2)
    job = Job(deaf)
    while job.state[1]["text"] != "at it":
        time.sleep(0.005)
    job.end()
    assert job.state == ("stopped", "stopped in the midst of its work")
    job = Job(dying)
    while not job.over:
        time.sleep(0.005)
    assert job.state == ("failed", "ended with exit code 3")


def test_days_that_are_watched_are_those_of_the_first_replicate(run, client):
    import pandas as pd

    frame = client.post("/watch", json=FORM).json()
    assert frame["day"] == -20
    mine = {"market": frame["market"]}
    frame = client.post("/watch/step", json={"days": 20, **mine}).json()
    assert (frame["day"], frame["counted"]) == (0, False)
    told = events(client, f"/watch/play?speed=60&market={mine['market']}")
    assert [one["day"] for one in told] == list(range(1, 21))
    last = told[-1]
    assert not last["running"]
    daily = pd.read_parquet(run[2] / "daily.parquet")
    own = daily[(daily["replicate"] == 0) & (daily["firm"] == 0) & (daily["day"] >= 20)]
    assert last["funnel"] == {name: own[name].sum() for name in last["funnel"]}
    reps = last["reps"]
    assert sum(one["open"] + one["agreed"] for one in reps) == own["open_deals"].iloc[-1]
    followed = client.post("/watch/follow", json={"customer": 7, **mine}).json()["customer"]
    assert followed["number"] == 7
    assert len(followed["beliefs"]) == 3
    other = {"market": client.post("/watch", json=FORM).json()["market"]}
    client.post("/watch/end", json=mine)
    gone = client.post("/watch/step", json={"days": 1, **mine})
    assert gone.json()["refusal"] == "another page watches a market: begin from the start"
    assert client.post("/watch/step", json={"days": 1, **other}).json()["day"] == -19
    client.post("/watch/end", json=other)
    gone = client.post("/watch/step", json={"days": 1, **other})
    assert gone.json()["refusal"] == "no market is watched any more: begin from the start"


def test_after_the_last_customer_comes_the_first_where_nobody_is_looking():
    from sim.app.live import Live

    values = {"market.customers": 50, "days": 5, "warmup_days": 0}
    live = Live()
    live.begin(composed(values), 1)
    live._there().world.customers.rows["stage"] = 0
    assert live.follow(1, 49)["customer"]["number"] == 49
    assert live.follow(1, None)["customer"]["number"] == 0


def test_of_two_runs_that_are_asked_for_at_once_one_begins(client):
    form = {"values": {"market.customers": "50000", "replicates": "40"}}
    answers = []
    asking = [threading.Thread(target=lambda: answers.append(client.post("/run", json=form)))
              for _ in range(3)]  # fmt: skip
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    client.post("/run/stop", json={})
    assert sorted(one.status_code for one in answers) == [200, 422, 422]


def test_who_waits_for_a_clerk_that_is_closed_gets_no_other_one():
    clerk, heard = Clerk("threading:Event", warm=False), []

    def wait():
        try:
            clerk.ask("wait")
        except Failure as failure:
            heard.append(str(failure))

    waiting = [threading.Thread(target=wait) for _ in range(3)]
    for one in waiting:
        one.start()
    time.sleep(0.2)
    clerk.close()
    for one in waiting:
        one.join(10.0)
    assert len(heard) == 3, "somebody still waits"
    assert heard.count("the app is ending") >= 2
    assert not clerk._process.is_alive()


def test_a_clerk_that_is_closed_while_it_starts_ends_when_it_has_started(monkeypatch):
    process = multiprocessing.get_context("spawn").Process
    begun, go_on, start = threading.Event(), threading.Event(), process.start

    def slowly(self):
        begun.set()
        go_on.wait(10.0)
        start(self)

    monkeypatch.setattr(process, "start", slowly)
    clerk = Clerk("threading:Event", warm=False)
    starting = threading.Thread(target=clerk.start)
    starting.start()
    begun.wait(10.0)
    clerk.close()
    go_on.set()
    starting.join(10.0)
    assert not clerk._process.is_alive()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")
@pytest.mark.parametrize("busy", [False, True])
def test_an_interrupt_ends_the_app_and_all_its_processes_without_a_complaint(tmp_path, busy):
    app = subprocess.Popen(
        [sys.executable, "-u", "-m", "sim", "app", "--no-browser"], cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    address, _, key = app.stdout.readline().split()[1].partition("/?key=")
    port = address.rpartition(":")[2]
    asked = {"base_url": address, "headers": {"origin": address}, "timeout": 60.0}
    with httpx.Client(**asked, cookies={f"sim-{port}": key}) as client:
        if busy:
            values = {"market.customers": "300", "days": "1000", "warmup_days": "0"}
            watched = client.post("/watch", json={"values": values}).json()["market"]
            long = {"market.customers": "50000", "replicates": "40"}
            assert client.post("/run", json={"values": long}).status_code == 200
            for path in ("/run/events", f"/watch/play?speed=1&market={watched}"):
                threading.Thread(target=client.get, args=(path,), daemon=True).start()
        time.sleep(0.5)
        members = below(app.pid)
        os.killpg(app.pid, signal.SIGINT)  # as a terminal does
        _, said = app.communicate(timeout=30)
    assert (app.returncode, said) == (0, "")
    until = time.monotonic() + 5.0
    while (
        left := [one for one in members if Path(f"/proc/{one}").exists()]
    ) and time.monotonic() < until:
        time.sleep(0.05)
    assert not left


def below(pid):
    """The processes that one has started, and theirs."""
    told = [one.read_text().split() for one in Path(f"/proc/{pid}/task").glob("*/children")]
    own = [int(one) for line in told for one in line]
    return [*own, *(other for one in own for other in below(one))]


def test_a_port_that_is_taken_is_refused_and_without_one_the_next_is_taken(tmp_path, capsys):
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["app", "--no-browser", f"--port={port}"]) == REFUSED
    assert f"--port {port} is taken" in capsys.readouterr().err
    for said in ("80", "x", "70000"):
        assert main(["app", "--port", said]) == REFUSED
        assert f"--port {said} is no port" in capsys.readouterr().err
    assert main(["app", "here"]) == REFUSED


def test_without_the_extra_one_line_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert main(["app", "--no-browser"]) == REFUSED
    said = capsys.readouterr().err
    assert "pip install 'smarketing[app]'" in said
    assert said.count("\n") == 1


def test_what_leads_out_by_any_spelling_is_outside(tmp_path):
    (tmp_path / "a").mkdir()
    assert within.inside(tmp_path, "a") == (tmp_path / "a").resolve()
    for name in ("..", "a/../..", "/", "\0", str(Path.home())):
        with pytest.raises(Refusal, match="outside"):
            within.inside(tmp_path, name)


def test_mesas_own_page_finds_in_a_market_what_it_needs(monkeypatch):
    text = (Path(__file__).parents[2] / "docs" / "app.md").read_text()
    (block,) = (one.partition("```")[0] for one in text.split("```python\n")[1:])
    shown = []
    stub = ModuleType("mesa.visualization")
    stub.Slider = lambda label, value, *_: value
    stub.make_plot_component = lambda names: names
    stub.SolaraViz = lambda model, components, model_params: shown.append(
        (model, components, model_params)
    )
    monkeypatch.setitem(sys.modules, "mesa.visualization", stub)
    exec(compile(block, "page.py", "exec"), {"__name__": "page"})
    ((model, components, params),) = shown
    for _ in range(3):  # as its controller does
        model.step()
        assert model.running
    again = type(model)(**params)
    assert (model.steps, again.steps) == (3, 0)
    assert again.config.market.customers == params["customers"]
    columns = [name for one in components for name in ([one] if isinstance(one, str) else one)]
    assert len(model.datacollector.get_model_vars_dataframe()[columns]) == 3
