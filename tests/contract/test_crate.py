"""A run folder as an RO-Crate: whole, plain JSON, provable, and still a folder to run again."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from sim.cli.command import main
from sim.folder.repeat.crate import PROCESS_RUN
from sim.folder.repeat.reproduce import reproduce

TINY = ["market.customers=60", "days=10", "warmup_days=5", "replicates=2", "workers=1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crates") / "swept"
    assert main(["-m", *TINY, "sales.reps=1,2", f"hydra.sweep.dir={path}"]) == 0
    return path


@pytest.fixture(scope="module")
def crate(folder: Path) -> Path:
    words = ["--license", "https://spdx.org/licenses/CC-BY-4.0", "--author=Ada Analyst"]
    assert main(["crate", str(folder), *words]) == 0
    return folder.with_name("swept.crate.zip")


@pytest.fixture(scope="module")
def graph(crate: Path) -> dict[str, dict[str, Any]]:
    with zipfile.ZipFile(crate) as content:
        metadata = json.loads(content.read("ro-crate-metadata.json"))
    return {one["@id"]: one for one in metadata["@graph"]}


def test_a_crate_holds_the_folder_and_describes_every_file(
    folder: Path, crate: Path, graph: dict[str, dict[str, Any]]
) -> None:
    files = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    with zipfile.ZipFile(crate) as content:
        assert set(content.namelist()) == files | {"ro-crate-metadata.json"}
        for name in files:
            assert content.read(name) == (folder / name).read_bytes()
    parts = {unquote(one["@id"]) for one in graph["./"]["hasPart"]}
    assert parts == files
    for name in files - {"manifest.json"}:
        entity = next(one for one in graph.values() if one.get("name") == name)
        assert entity["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert entity["contentSize"] == str((folder / name).stat().st_size)


def test_a_crate_follows_the_process_run_profile(graph: dict[str, dict[str, Any]]) -> None:
    descriptor, root, action = (graph[one] for one in ("ro-crate-metadata.json", "./", "#run"))
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"]["@id"] == "https://w3id.org/ro/crate/1.1"
    assert root["conformsTo"]["@id"] == PROCESS_RUN
    assert {"name", "description", "datePublished", "license"} <= set(root)
    assert root["mentions"] == [{"@id": "#run"}]
    assert action["@type"] == "CreateAction"
    assert graph[action["instrument"]["@id"]]["@type"] == "SoftwareApplication"
    assert graph[action["agent"]["@id"]]["name"] == "Ada Analyst"
    assert {one["@id"] for one in action["object"]} == {"config.yaml", "scenarios.yaml"}
    assert {"@id": "runs.parquet"} in action["result"]
    assert action["startTime"] <= action["endTime"]


def test_nothing_is_named_that_is_not_described(graph: dict[str, dict[str, Any]]) -> None:
    def named(value: Any) -> Any:
        if isinstance(value, dict):
            if set(value) == {"@id"}:
                yield value["@id"]
            for one in value.values():
                yield from named(one)
        elif isinstance(value, list):
            for one in value:
                yield from named(one)

    elsewhere = {one for entity in graph.values() for one in named(entity)} - set(graph)
    assert all(one.startswith("http") for one in elsewhere), elsewhere


def test_an_unpacked_crate_is_a_folder_to_run_again(crate: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(crate) as content:
        content.extractall(tmp_path / "theirs")
    assert reproduce(tmp_path / "theirs").same
    metadata = tmp_path / "theirs" / "ro-crate-metadata.json"
    metadata.write_text('{"_target_": "os.system"}')
    assert main(["reproduce", str(tmp_path / "theirs")]) == 2


def test_the_same_folder_gives_the_same_bytes_and_stays_as_it_was(
    folder: Path, tmp_path: Path
) -> None:
    before = {one: one.stat().st_mtime_ns for one in folder.rglob("*")}
    for name in ("a.zip", "b.zip"):
        assert main(["crate", str(folder), "--to", f"{tmp_path}/{name}"]) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert {one: one.stat().st_mtime_ns for one in folder.rglob("*")} == before
    assert {one.name for one in tmp_path.iterdir()} == {"a.zip", "b.zip"}


def test_what_cannot_be_written_leaves_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken.zip"
    taken.write_text("mine")
    for to, part in ((taken, "already"), (folder / "in.zip", "outside"),
                     (taken / "such.zip", "cannot be written")):  # fmt: skip
        assert main(["crate", str(folder), "--to", str(to)]) == 2
        assert part in capsys.readouterr().err
    assert taken.read_text() == "mine"
    assert {one.name for one in tmp_path.iterdir()} == {"taken.zip"}
    assert not (folder / "in.zip").exists()
