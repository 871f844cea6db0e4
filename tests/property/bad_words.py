"""Bad words, plans, calendars, designs and experiments: each is refused in one line, or would run.

python tests/property/bad_words.py [inputs] [seed]

All go in where a person's do, at the command line; what is fine is composed and checked, not run.
"""

import io
import os
import tempfile
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import bad_calendars
import bad_plans
import judge
import yaml

from sim.cli import command
from sim.grammar.keys import PARAMETERS
from sim.grammar.options import config_dir, groups

GROUPS = groups([config_dir()])
KEYS = (*PARAMETERS, *GROUPS, "incentive@rivals.incentive", "incentive.components.0.goal",
        "cadence.planned.0.day", "hydra.run.dir", "hydra.sweep.dir", "hydra.searchpath",
        "hydra/launcher", "hydra.sweeper.params", "hydra.mode", "design", "design.file",
        "design.ranges", "design.samples", "design.lists", "until", "until.half_width",
        "experiment", "experiment.fast")  # fmt: skip
VALUES = (
    "", "null", "nan", "inf", "-1", "1e400", "1.5", "true", "abc", "[]", "[1]", "[[1]]", "{}", "[",
    "{a:1}", "{a:[1]}", "[{a:1}]", "{", "'", '"', "${seed}", "${x}", "${oc.env:X}", "???", "@x",
    "60.000", "60,000", "8%", "1 000", "9" * 5000, "[" * 900, "a\nb", "a\tb", "\0", "é", "日本",
    "\udcff", "../x", "/", "1,2", "1,", ",", "range(1,4)", "range(4,1)", "range(1,4,0)", "silo",
    "range(1,10000000000)", "choice(1,2)", "choice()", "interval(1,2)", "interval(1,2),3", "a=b",
    "glob(*)", "glob(z*)", "glob([)", "sort(2,1)", "shuffle(1,2)", "int(x)", "str(1)", "~", "#",
    "Capped", "capped.yaml", "none", "file://x", "\\",
)  # fmt: skip
FLAGS = ("--replicates", "--seed", "-x", "--cfg", "--info", "--resolve", "--package", "-m", "--run",
         "--config-dir", "--config-path", "--config-name", "--shell-completion", "--multirum", "--",
         "--experimental-rerun", "-c", "-sc", "-cd", "-p", "")  # fmt: skip
VERBS = ("facts", "reproduce", "diff", "crate", "export", "optimise", "version", "reproduc")
SPOILT = (None, [], {}, "", "text", 1, -1.5, True, [[1]], {"a": [1]}, "a=b", float("nan"))
QUESTION = {
    "claim": "more", "mechanism": "pay", "arms": {"a": ["incentive=capped"], "b": ["days=20"]},
    "ablation": {"switch_off": "pay", "words": ["incentive=salary"]}, "coarse": ["days=10"],
    "assumptions": ["seed=3"], "shown": "profit", "doubt": "none",
    "hypotheses": [{"says": "it is", "kpi": "profit", "form": "change", "low": 0,
                    "of": ["b", "a"]}],
}  # fmt: skip


class Draw(judge.Draw):
    """One input, from luck of its own."""

    def words(self):
        """A command line with something wrong in most."""
        words = [self.word() for _ in range(int(self.luck.integers(1, 4)))]
        if self.chance(0.3):
            words.insert(int(self.luck.integers(len(words) + 1)), self.one(FLAGS))
        if self.chance(0.3):
            words.insert(0, "-m")
        if self.chance(0.1):
            words.insert(0, self.one(VERBS))
        return words

    def word(self):
        key, how = self.one(KEYS), int(self.luck.integers(12))
        parts = key.split(".")
        at = int(self.luck.integers(len(key)))
        if how == 0:
            key = key[:at] + key[at + 1 :]
        elif how == 1:
            key = key[:at] + self.one(["x", ".", "[", "]", "@", "/", " ", "é", "0", "-"]) + key[at:]
        elif how == 2:
            key = ".".join(part for part in parts if not part.isdecimal())
        elif how == 3:
            key = ".".join([*parts[:-1], self.one(["0", "9", "-1", "[0]", "x"]), parts[-1]])
        elif how == 4:
            key = key.replace(".0.", "[0].").replace("components.", "components[7].")
        elif how == 5:
            key = ".".join(parts[:-1])
        elif how == 6:
            key = f"{key}.{self.one(['x', '0', 'goal'])}"
        equals = "" if self.chance(0.05) else "="
        return self.one(["", "", "", "", "+", "++", "~"]) + key + equals + self.one(VALUES)

    def plan(self, folder):
        """A folder with a plan, spoilt in its content or as a file."""
        draw = bad_plans.Draw(int(self.luck.integers(2**31)), 0)
        plan = draw.plan()
        bad_plans.mend(plan)
        for _ in range(int(self.luck.integers(1, 3))):
            draw.spoil(plan)
        text = self.torn(yaml.safe_dump(plan, sort_keys=False))
        return ["--config-dir", ".", *self.filed(folder, "incentive", text)]

    def experiment(self, folder):
        """A folder with an experiment, spoilt in its question or as a file."""
        question = yaml.safe_load(yaml.safe_dump(QUESTION))
        holder = self.one(
            [question, question["hypotheses"][0], question["ablation"], question["arms"]]
        )
        key = self.one(list(holder))
        if self.chance(0.3):
            holder[f"{key}x"] = holder.pop(key)
        elif self.chance(0.3) and isinstance(holder[key], list):
            holder[key] = [
                *holder[key],
                self.one(["seed=x", "foo=1", "incentive=no", "=", 3, None]),
            ]
        else:
            holder[key] = self.one(SPOILT)
        content = {"hydra": {"mode": "MULTIRUN", "sweeper": {"experiment": question}}}
        if self.chance(0.2):
            content[self.one(["days", "sales", "foo", "incentive"])] = self.one(SPOILT)
        text = self.torn("# @package _global_\n" + yaml.safe_dump(content, sort_keys=False))
        return ["--config-dir", ".", "+" + self.filed(folder, "experiment", text)[0]]

    def filed(self, folder, group, content):
        (folder / group).mkdir()
        (folder / group / "mine.yaml").write_bytes(content)
        return [f"{group}=mine"]

    def torn(self, text):
        """The bytes of a file, torn in one of four."""
        how, at = int(self.luck.integers(32)), int(self.luck.integers(len(text)))
        if how == 0:
            return ("# 50 €\n" + text).encode("cp1252")
        if how == 1:
            return text.encode("utf-16")
        if how == 2:
            return text[:at].encode()
        if how < 8:
            mark = ["\t", "\0", "{", "]", "&a ", "*a ", "%", "@", "\x07", '"', ": ", "\n- "]
            return (text[:at] + self.one(mark) + text[at:]).encode()
        return text.encode()

    def calendar(self, folder):
        draw = bad_calendars.Draw(int(self.luck.integers(2**31)), 0)
        header, rows = draw.table()
        if self.chance(0.5):
            content, _ = draw.tear(header, rows)
        else:
            draw.spoil(header, rows)
            content = judge.bytes_of(header, rows)
        (folder / "plan.csv").write_bytes(content)
        return ["cadence.file=plan.csv", *(["rivals.cadence.file=plan.csv"] * self.chance(0.3))]

    def design(self, folder):
        keys = [self.one(KEYS) for _ in range(int(self.luck.integers(1, 4)))]
        mark, end = self.one([",", ",", ",", ";", "\t"]), self.one(["\n", "\r\n"])
        cells = ("1", "2", "0.5", "60.000", "60_000", "", "nan", "x", '"1,5"', "1;2", "capped", "é")
        rows = [[self.one(cells) for _ in keys] for _ in range(int(self.luck.integers(0, 5)))]
        rows += [[""] * len(keys)] * self.chance(0.3)
        content = end.join(map(mark.join, [keys, *rows])) + end
        code = self.one(["utf-8", "utf-8-sig", "utf-8", "utf-16", "cp1252"])
        (folder / "rows.csv").write_bytes(content.encode(code, "replace"))
        return ["-m", "design.file=rows.csv"]


KINDS = ("words", "words", "words", "plan", "calendar", "design", "experiment")


@contextmanager
def nothing_runs():
    """Requests are composed and checked, and then left."""
    names = ("_one", "_sweep", "_as_hydra_does", "_facts")
    with mock.patch.multiple(command, **dict.fromkeys(names, lambda *_: 0)):
        yield


def verdict(seed, number):
    """'would run', or 'refused'. Raises where a refusal is not one line, or leaves something."""
    draw, kind, before = Draw(seed, number), KINDS[number % len(KINDS)], Path.cwd()
    with tempfile.TemporaryDirectory() as place, nothing_runs():
        os.chdir(place)
        try:
            words = draw.words() if kind == "words" else getattr(draw, kind)(Path(place))
            there = sorted(Path(place).rglob("*"))
            out, err = io.StringIO(), io.StringIO()
            with redirect_stdout(out), redirect_stderr(err):
                code = command.main(words)
            left = sorted(Path(place).rglob("*"))
        finally:
            os.chdir(before)
    said = err.getvalue()
    asked = f"{kind} {[word[:60] for word in words]}"
    assert code in (0, 2), f"{asked}: exit {code}: {said[:300]}"
    assert all(line.startswith("sim: ") for line in said.splitlines()), f"{asked}: {said[:300]}"
    if code == 0:
        return "would run"
    assert said.count("\n") == 1, f"{asked}: {said[:300]}"
    assert not out.getvalue(), f"{asked}: {out.getvalue()[:300]}"
    assert left == there, f"{asked} left {left}"
    if kind in ("plan", "experiment"):
        assert "mine.yaml" in said, f"{asked}: without its file: {said[:300]}"
    return "refused"


if __name__ == "__main__":
    judge.main("input", verdict)
