"""Global luck: a warning when classes of one's own draw from Python's or NumPy's global generator.

Such draws follow no seed, so that the same run would never be seen again.
"""

import random  # noqa: TID251 - it is looked at, never drawn from
import warnings
from typing import Any

import numpy as np

from sim.config import Policies


class GlobalLuck:
    """Watches over a day, where classes of one's own are at work; says once what it saw."""

    def __init__(self, policies: Policies) -> None:
        named = {"marketer": policies.marketer, "rep": policies.rep}
        self._named = [f"policies.{key}={name}" for key, name in named.items() if name]
        self._before: Any = None

    def __enter__(self) -> None:
        if self._named:
            self._before = _state()

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if self._named and error is None and _state() != self._before:
            warnings.warn(
                f"{' or '.join(self._named)} draws from a global random generator, which follows "
                "no seed: draw from self.random or self.rng, or no run can be repeated",
                RuntimeWarning,
                stacklevel=3,
            )
            self._named = []
        self._before = None


def _state() -> tuple[object, ...]:
    numpy = np.random.get_state(legacy=False)  # noqa: NPY002 - as above
    return random.getstate(), repr(numpy)
