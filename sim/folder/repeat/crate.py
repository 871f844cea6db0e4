"""A run folder as an RO-Crate: a zip that archives read, with its origin as JSON-LD.

The profile is Process Run Crate 0.5 (https://w3id.org/ro/wfrun/process/0.5) over RO-Crate 1.1: one
``CreateAction`` links the program, the config that went in and the files that came out. The folder
itself stays as its manifest proves it; the crate is a copy, from which it can be run again.
"""

import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sim.config.refusal import Refusal
from sim.folder.claim import MANIFEST, said, way_to, written_alone
from sim.folder.provenance import DISTRIBUTION
from sim.folder.readme import FILES
from sim.folder.repeat.examined import CRATE, RunFolder, examine
from sim.folder.repeat.stored import summarised

PROCESS_RUN = "https://w3id.org/ro/wfrun/process/0.5"
TERMS = "https://w3id.org/ro/terms/workflow-run/context"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", TERMS]
MEDIA = {kind: f"application/{kind}" for kind in ("json", "jsonl", "yaml")}
MEDIA |= {"parquet": "application/vnd.apache.parquet", "db": "application/vnd.sqlite3"}
MEDIA |= {"png": "image/png", "txt": "text/plain", "csv": "text/csv", "log": "text/plain"}
INPUTS = ("config.yaml", "scenarios.yaml")
EPOCH = (1980, 1, 1, 0, 0, 0)
NO_LICENCE = "No licence is stated: ask whoever ran it."
ABOUT = (
    "Outcomes of a simulated market of customers, marketers and sales reps: "
    "the config, every run's key figures, figures, and the manifest that proves them. "
    "README.txt says what each file holds; `sim reproduce` runs it again."
)
Entity = dict[str, Any]


def export(path: Path, to: Path | None = None, licence: str = "", author: str = "") -> Path:
    """Write a finished run folder as a zipped crate, beside it unless ``to`` says where.

    Raises :class:`Refusal` for a folder that is not whole and for a file that is there already.
    """
    folder = examine(path)
    place = to or path.resolve().with_name(f"{path.resolve().name}.crate.zip")
    if place.resolve().is_relative_to(path.resolve()):
        raise Refusal(f"{place} lies in the folder itself: name a file outside")
    content = metadata(folder, licence, author)
    try:
        with way_to(place), written_alone(place) as file:
            if not place.exists():
                _write(file, folder, content)
    except FileExistsError:
        raise Refusal(f"{place} is there already: name another file") from None
    except OSError as error:
        raise Refusal(f"{place} cannot be written ({said(error)})") from None
    return place


def metadata(folder: RunFolder, licence: str = "", author: str = "") -> dict[str, Any]:
    """The content of ``ro-crate-metadata.json`` for a folder."""
    manifest = folder.manifest
    names = [*manifest["outputs"], MANIFEST]
    files = [_file(folder, name) for name in names]
    norm = {"@id": "https://w3id.org/ro/crate/1.1"}
    graph = [_entity(CRATE, "CreativeWork", about={"@id": "./"}, conformsTo=norm)]
    graph += [_root(folder, names, licence), *files, _program(manifest)]
    graph += [_action(manifest, names, bool(author))]
    graph += [_entity("#author", "Person", name=author)] if author else []
    profile = _entity(PROCESS_RUN, "CreativeWork", name="Process Run Crate")
    graph.append(profile | {"version": PROCESS_RUN.rpartition("/")[2]})
    return {"@context": CONTEXT, "@graph": graph}


def _entity(identifier: str, kind: str, **facts: Any) -> Entity:
    return {"@id": identifier, "@type": kind, **facts}


def _root(folder: RunFolder, names: list[str], licence: str) -> Entity:
    scenarios = summarised(folder)
    what = str(scenarios[0].get("name")) if len(scenarios) == 1 else f"{len(scenarios)} scenarios"
    root = _entity("./", "Dataset", conformsTo={"@id": PROCESS_RUN})
    root |= {"name": f"A simulation by {DISTRIBUTION}: {what}", "description": ABOUT}
    root["datePublished"] = folder.manifest.get("finished")
    root["license"] = {"@id": licence} if licence.startswith("http") else licence or NO_LICENCE
    return root | {"hasPart": _references(names), "mentions": [{"@id": "#run"}]}


def _file(folder: RunFolder, name: str) -> Entity:
    path = folder.path / name
    media, size = MEDIA[path.suffix.removeprefix(".").lower()], str(path.stat().st_size)
    entity = _entity(quote(name), "File", name=name, encodingFormat=media, contentSize=size)
    if name in FILES:
        entity["description"] = FILES[name]
    if name in folder.manifest["outputs"]:
        entity["sha256"] = folder.manifest["outputs"][name]
    return entity


def _program(manifest: Mapping[str, Any]) -> Entity:
    code = manifest["code"]
    parts = [code.get("version"), code.get("commit") and f"commit {code['commit']}"]
    parts += [code.get("patch") and f"with changes {code['patch']}"]
    needs = [f"Python {manifest['machine'].get('python')}"]
    needs += [f"{name} {version}" for name, version in manifest["packages"].items() if version]
    program = _entity("#smarketing", "SoftwareApplication", name=DISTRIBUTION)
    program["softwareVersion"] = ", ".join(str(part) for part in parts if part) or "unknown"
    return program | {"softwareRequirements": ", ".join(needs)}


def _action(manifest: Mapping[str, Any], names: list[str], by_somebody: bool) -> Entity:
    argv = manifest.get("argv")
    words = " ".join(map(str, argv)) if isinstance(argv, list) else ""
    platform = manifest["machine"].get("platform")
    action = _entity("#run", "CreateAction", name=f"sim {words}".strip())
    action |= {"description": f"on {platform}", "instrument": {"@id": "#smarketing"}}
    action["object"] = _references(name for name in names if name in INPUTS)
    action["result"] = _references(name for name in names if name not in INPUTS)
    action |= {"startTime": manifest.get("started"), "endTime": manifest.get("finished")}
    action["actionStatus"] = {"@id": "http://schema.org/CompletedActionStatus"}
    return action | ({"agent": {"@id": "#author"}} if by_somebody else {})


def _references(names: Iterable[str]) -> list[Entity]:
    """Files by their names as relative URIs."""
    return [{"@id": quote(name)} for name in names]


def _write(file: Any, folder: RunFolder, content: Mapping[str, Any]) -> None:
    """Write the zip, the same bytes for the same folder: names in order, no clock."""
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
