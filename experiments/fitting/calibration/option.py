"""The winner as the option ``market=modern``: values, and where they come from."""

from collections.abc import Mapping
from typing import Any

from sim.config.dotted import OF_FIRMS

HEAD = """\
# @package _global_
# Content everywhere, buyers who inform themselves: the default
#
# Fitted on {date} by
#     {command}
# to the facts that are for calibration (experiments/fitting/calibration/targets.py), no other.
# Objective {objective:.3f} (0: all targets met; 1: all at the edge of their bands) after {trials}
# trials; levels on root seeds {levels}, elasticities on {pairs} and {reps}.
# The starting values came from settings tried by hand and from steps of least squares, by outcomes
# of this class alone: experiments/fitting/calibration/README.md.
# Parameters that are not named keep the defaults of sim/config/.
"""


def option(settings: Mapping[str, float], about: Mapping[str, Any]) -> str:
    """The option's YAML; departments' and pay's settings are the rivals' too."""
    tree: dict[str, Any] = {}
    for key, value in settings.items():
        keys = [key, f"rivals.{key}"] if key.split(".")[0] in OF_FIRMS else [key]
        for path in keys:
            *groups, name = path.split(".")
            place = tree
            for group in groups:
                place = place.setdefault(group, {})
            place[name] = value
    return HEAD.format(**about) + "".join(
        "\n" + "\n".join(_lines({k: v})) + "\n" for k, v in tree.items()
    )


def span(seeds: Any) -> str:
    """Seeds in words."""
    return f"{min(seeds)} to {max(seeds)}"


def _lines(tree: Mapping[str, Any], depth: int = 0) -> list[str]:
    """Block style; a group of plain values on one line, if it fits."""
    lines, pad = [], "  " * depth
    for name, value in tree.items():
        if not isinstance(value, dict):
            lines.append(f"{pad}{name}: {value:.4g}")
            continue
        flat = not any(isinstance(inner, dict) for inner in value.values())
        text = ", ".join(f"{k}: {v:.4g}" for k, v in value.items()) if flat else ""
        if flat and len(f"{pad}{name}: {{ {text} }}") <= 100:
            lines.append(f"{pad}{name}: {{ {text} }}")
        else:
            lines.extend([f"{pad}{name}:", *_lines(value, depth + 1)])
    return lines
