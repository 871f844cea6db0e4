"""The source files that decide results, and a hash of them by which results can be kept.

What only shows, sums up or steers is left out: its changes throw nothing away.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# Folders and files of the package. The machine code of the model depends on these;
COMPILED = ("__init__.py", "config", "engine", "model", "records")
KPIS = (
    "inference/__init__.py",
    "inference/kinds.py",
    "metrics/__init__.py",
    "metrics/attribution.py",
    "metrics/bases.py",
    "metrics/costs.py",
    "metrics/glossary.py",
    "metrics/kpis.py",
    "metrics/leading_quota.py",
    "metrics/retention.py",
    "metrics/roll_up.py",
    "metrics/window.py",
)
# the row of a run on these: its seed, its digest and its KPIs too.
RUN = (*COMPILED, *KPIS, "runs/one_run.py", "runs/work.py")


def fingerprint(parts: Sequence[str], package: Path = PACKAGE) -> str:
    """Sixteen hex digits that change whenever a source file in these parts of a package does."""
    digest = hashlib.sha256()
    for part in parts:
        place = package / part
        for source in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            content = source.read_bytes()
            digest.update(f"{source.relative_to(package).as_posix()} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()[:16]
