"""What is made to kill, hang or exhaust is refused in a line before it can, by every verb."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from sim.cli.command import main
from sim.folder.provenance import config_hash
from sim.grammar.schema import read_config
from tests.contract.test_repeat import prove_anew

TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=1", "workers=1"]
Harm = Callable[[Path], Any]


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "run"
    assert main([*TINY, "touches=true", f"hydra.run.dir={folder}"]) == 0
    return folder


def text(name: str, content: str) -> Harm:
    return lambda folder: (folder / name).write_text(content)


def column(name: str, values: Any, table: str = "runs") -> Harm:
    def change(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        rows = pq.read_table(path)
        place = rows.schema.get_field_index(name)
        given = pa.array([values] * len(rows))
        pq.write_table(rows.set_column(place, name, given), path)

    return change


def many_rows(table: str, count: int) -> Harm:
    """A small file that unpacks to gigabytes."""

    def fill(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        schema = pq.read_schema(path)
        zeros = pa.array(np.zeros(count, np.int8))
        pq.write_table(pa.table([zeros.cast(pa.int64())] * len(schema), names=schema.names), path)

    return fill


def config(**values: int) -> Harm:
    def change(folder: Path) -> None:
        content = yaml.safe_load((folder / "config.yaml").read_text())
        for key, value in values.items():
            (content["market"] if key == "customers" else content)[key] = value
        (folder / "config.yaml").write_text(yaml.safe_dump(content, sort_keys=False))

    return change


MERGED = "".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}], k{n}: 1}}\n" for n in range(40))
CASES: dict[str, tuple[Harm, str]] = {
    "brackets": (text("config.yaml", "[" * 100_000), "nested too deeply"),
    "braces": (text("config.yaml", "{a: " * 100_000), "nested too deeply"),
    "dashes": (text("config.yaml", "- " * 100_000), "config.yaml"),
    "JSON brackets": (text("summary.json", "[" * 100_000), "nested too deeply"),
    "merges": (text("config.yaml", f"a0: &a0 {{x: 1}}\n{MERGED}"), "anchor"),
    "values": (text("config.yaml", "- a\n" * 600_000), "more values"),
    "JSON values": (text("summary.json", "[" + "[]," * 2_000_000 + "[]]"), "more values"),
    "400 digits": (text("config.yaml", "days: " + "9" * 400), "whole number"),
    "5,000 digits": (text("config.yaml", "days: " + "9" * 5000), "not readable"),
    "no number": (text("summary.json", '{"scenarios": [NaN]}'), "NaN"),
    "no end": (text("summary.json", '{"scenarios": [1e999]}'), "not finite"),
    "no text": (text("summary.json", '{"scenarios": ["\\ud800"]}'), "no text"),
    "two documents": (text("config.yaml", "--- 1\n--- 2\n"), "2 documents"),
    "a list as a key": (text("config.yaml", "? [a]\n: 1\n"), "no word"),
    "folders": (lambda folder: Path(folder, *["d"] * 60).mkdir(parents=True), "folders in folders"),
    "a text as a seed": (column("seed", "one"), "seed is of the kind string"),
    "a list as a name": (column("scenario", ["a"]), "values in values"),
    "no replicate": (column("replicate", 0.5), "replicate is of the kind double"),
    "a text as a KPI": (column("profit", "much"), "profit is of the kind string"),
    "a KPI without end": (column("profit", float("inf")), "profit holds a number without end"),
    "4 million rows": (many_rows("runs", 4_000_000), "too few bytes"),
    "centuries": (config(customers=10_000_000, days=26_000), "--large"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_would_get_out_of_hand_is_refused_in_a_line(
    name: str, honest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harm, part = CASES[name]
    folder = Path(shutil.copytree(honest, tmp_path / "theirs"))
    harm(folder)
    known = name == "centuries"
    mark = {"config_hash": config_hash(read_config(folder / "config.yaml"))} if known else {}
    prove_anew(folder, **mark)
    began = time.process_time()
    assert main(["reproduce", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert part in err
    assert time.process_time() - began < 5.0


def test_holes_are_refused_unread(
    honest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, part in (("manifest.json", "larger than"), ("leads.parquet", "mostly holes"),
                       ("README.txt", "larger than")):  # fmt: skip
        folder = Path(shutil.copytree(honest, tmp_path / name))
        os.truncate(folder / name, 10 * 2**30)
        for words in (["reproduce"], ["crate"], ["export"]):
            assert main([*words, str(folder)]) == 2
            assert part in capsys.readouterr().err


@pytest.mark.parametrize(
    "harm",
    [
        column("deal", "one", "leads"),
        column("channel", 10**6, "deals"),
        column("closed", -1e300, "deals"),
        column("kind", 99, "content"),
        many_rows("leads", 4_000_000),
    ],
)
def test_events_that_are_no_runs_are_not_exported(
    harm: Harm, honest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(honest, tmp_path / "theirs"))
    harm(folder)
    prove_anew(folder)
    assert main(["export", str(folder)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["theirs"]


def test_a_crate_is_made_of_nothing_strange(
    honest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(honest, tmp_path / "theirs"))
    (folder / "summary.json").write_text("{}")
    prove_anew(folder)
    assert main(["crate", str(folder)]) == 2
    assert "no list of scenarios" in capsys.readouterr().err
