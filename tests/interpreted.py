"""Tests in a process of their own that compiles nothing: markets are interpreted in it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def interpreted(file: Path, test: str = "", passing: int = 1) -> None:
    """Run a file of tests, or one of them, without a compiler; so many of them have to pass."""
    named = f"{file}::{test}" if test else str(file)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", named],
        check=False,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTEST_ADDOPTS": ""},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout[-6000:]
    assert f"{passing} passed" in ran.stdout
