"""A run folder as an RO-Crate: a zip that archives read, with who, what and when as JSON-LD.

The profile is Process Run Crate 0.5 (https://w3id.org/ro/wfrun/process/0.5) over RO-Crate 1.1: one
``CreateAction`` links the program, the config that went in and the files that came out. The folder
itself stays as its manifest proves it; the crate is a copy, from which it can be run again.
"""

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST
from sim.folder.provenance import DISTRIBUTION
from sim.folder.readme import FILES
from sim.folder.repeat.examined import CRATE, RunFolder, examine

PROCESS_RUN = "https://w3id.org/ro/wfrun/process/0.5"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context",
           "https://w3id.org/ro/terms/workflow-run/context"]  # fmt: skip
MEDIA = {
    "json": "application/json", "jsonl": "application/jsonl", "yaml": "application/yaml",
    "parquet": "application/vnd.apache.parquet", "png": "image/png", "txt": "text/plain",
    "csv": "text/csv", "log": "text/plain", "db": "application/vnd.sqlite3",
}  # fmt: skip
INPUTS = ("config.yaml", "scenarios.yaml")
EPOCH = (1980, 1, 1, 0, 0, 0)
NO_LICENCE = "No licence is stated: ask whoever ran it."
Entity = dict[str, Any]


def export(path: Path, to: Path | None = None, licence: str = "", author: str = "") -> Path:
    """Write a finished run folder as a zipped crate, beside it unless ``to`` says where.

    Raises :class:`Refusal` for a folder that is not whole and for a file that is there already.
    """
    folder = examine(path)
    place = to or path.resolve().with_name(f"{path.resolve().name}.crate.zip")
    if place.exists():
        raise Refusal(f"{place} is there already: name another file")
    if place.resolve().is_relative_to(path.resolve()):
        raise Refusal(f"{place} lies in the folder itself: name a file outside")
    work = place.with_name(f".{place.name}.partial")
    try:
        with work.open("xb") as file:
            _write(file, folder, metadata(folder, licence, author))
        os.link(work, place)
    except FileExistsError:
        raise Refusal(f"{place} is being written, or was in vain: remove {work}") from None
    except OSError as error:
        work.unlink(missing_ok=True)
        raise Refusal(f"{place} cannot be written ({error.strerror})") from None
    work.unlink()
    return place


def metadata(folder: RunFolder, licence: str = "", author: str = "") -> dict[str, Any]:
    """The content of ``ro-crate-metadata.json`` for a folder."""
    manifest = folder.manifest
    names = [*manifest["outputs"], MANIFEST]
    files = [_file(folder, name) for name in names]
    agent = {"@id": "#author", "@type": "Person", "name": author}
    graph = [_descriptor(), _root(folder, names, licence), *files, _program(manifest),
             _action(manifest, names, bool(author)), *([agent] if author else []),
             {"@id": PROCESS_RUN, "@type": "CreativeWork", "name": "Process Run Crate",
              "version": PROCESS_RUN.rpartition("/")[2]}]  # fmt: skip
    return {"@context": CONTEXT, "@graph": graph}


def _descriptor() -> Entity:
    return {"@id": CRATE, "@type": "CreativeWork", "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"}}  # fmt: skip


def _root(folder: RunFolder, names: list[str], licence: str) -> Entity:
    scenarios = folder.read("summary.json")["scenarios"]
    what = str(scenarios[0]["name"]) if len(scenarios) == 1 else f"{len(scenarios)} scenarios"
    return {
        "@id": "./", "@type": "Dataset", "conformsTo": {"@id": PROCESS_RUN},
        "name": f"A simulation by {DISTRIBUTION}: {what}",
        "description": "Outcomes of a simulated market of customers, marketers and sales reps: "
        "the config, every run's key figures, figures, and the manifest that proves them. "
        "README.txt says what each file holds; `sim reproduce` runs it again.",
        "datePublished": folder.manifest.get("finished"),
        "license": {"@id": licence} if licence.startswith("http") else licence or NO_LICENCE,
        "hasPart": [{"@id": _identifier(name)} for name in names],
        "mentions": [{"@id": "#run"}],
    }  # fmt: skip


def _file(folder: RunFolder, name: str) -> Entity:
    path = folder.path / name
    entity = {"@id": _identifier(name), "@type": "File", "name": name,
              "encodingFormat": MEDIA[path.suffix.removeprefix(".").lower()],
              "contentSize": str(path.stat().st_size)}  # fmt: skip
    if name in FILES:
        entity["description"] = FILES[name]
    if name in folder.manifest["outputs"]:
        entity["sha256"] = folder.manifest["outputs"][name]
    return entity


def _program(manifest: Mapping[str, Any]) -> Entity:
    code = manifest["code"]
    parts = [code.get("version"), code.get("commit") and f"commit {code['commit']}",
             code.get("patch") and f"with changes {code['patch']}"]  # fmt: skip
    needs = [f"{name} {version}" for name, version in manifest["packages"].items() if version]
    return {"@id": "#smarketing", "@type": "SoftwareApplication", "name": DISTRIBUTION,
            "softwareVersion": ", ".join(part for part in parts if part) or "unknown",
            "softwareRequirements": ", ".join([f"Python {manifest['machine'].get('python')}",
                                               *needs])}  # fmt: skip


def _action(manifest: Mapping[str, Any], names: list[str], by_somebody: bool) -> Entity:
    argv = manifest.get("argv")
    words = " ".join(map(str, argv)) if isinstance(argv, list) else ""
    inputs = [name for name in names if name in INPUTS]
    action: Entity = {
        "@id": "#run", "@type": "CreateAction", "name": f"sim {words}".strip(),
        "description": f"on {manifest['machine'].get('platform')}",
        "instrument": {"@id": "#smarketing"},
        "object": [{"@id": _identifier(name)} for name in inputs],
        "result": [{"@id": _identifier(name)} for name in names if name not in inputs],
        "startTime": manifest.get("started"), "endTime": manifest.get("finished"),
        "actionStatus": {"@id": "http://schema.org/CompletedActionStatus"},
    }  # fmt: skip
    return action | ({"agent": {"@id": "#author"}} if by_somebody else {})


def _identifier(name: str) -> str:
    """A file's name as a relative URI."""
    return quote(name)


def _write(file: Any, folder: RunFolder, content: Mapping[str, Any]) -> None:
    """The zip, the same bytes for the same folder: names in order, no clock."""
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as crate:
        crate.writestr(_entry(CRATE), text)
        for name in (MANIFEST, *sorted(folder.manifest["outputs"])):
            with (folder.path / name).open("rb") as one, crate.open(_entry(name), "w") as inside:
                while block := one.read(1 << 20):
                    inside.write(block)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
