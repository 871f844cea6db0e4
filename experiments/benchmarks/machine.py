"""The machine: what it is, and how much memory this process holds."""

import os
import platform
import resource
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

MIB = 1024.0 * 1024.0
_STATUS = Path("/proc/self/status")


def resident() -> float:
    """Memory resident now (MiB); where the system does not say, the peak so far."""
    return _status("VmRSS") if _STATUS.exists() else peak()


def peak() -> float:
    """The most memory that was resident since the start, or since :func:`forget_peak` (MiB)."""
    if _STATUS.exists():
        return _status("VmHWM")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (MIB if sys.platform == "darwin" else 1024.0)


def forget_peak() -> None:
    """Let the peak be what is resident now, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def description() -> dict[str, Any]:
    """What a figure of speed has to be read beside."""
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, load {_load()}",
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{name: version(name) for name in ("mesa", "numba", "numpy")},
    }


def _status(field: str) -> float:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024.0
    return float("nan")


def _load() -> str:
    """How many processes want a core, over the last five minutes: beside it times are read."""
    return f"{os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "not known"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
