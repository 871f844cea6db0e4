"""Inputs drawn by luck and judged one by one: refused as they should be, or run lawfully."""

import sys
from collections import Counter

import laws
import numpy as np

from sim.config import ConfigError


class Draw:
    """One input, from luck of its own."""

    def __init__(self, seed, number):
        self.luck = np.random.default_rng([seed, number])

    def one(self, values):
        return values[int(self.luck.integers(len(values)))]

    def chance(self, share):
        return bool(self.luck.random() < share)

    def between(self, low, high):
        """A whole number, both ends among them."""
        return int(self.luck.integers(low, high + 1))

    def noise(self):
        """Bytes that no editor wrote."""
        return bytes(self.luck.integers(0, 256, int(self.luck.integers(1, 400)), dtype=np.uint8))


def bytes_of(header, rows, end="\n", mark=b""):
    """The bytes of a CSV file."""
    return mark + (end.join([",".join(header), *map(",".join, rows)]) + end).encode()


def of_a_file(read, said_of, line, lives=True):
    """'ran' or 'refused': what becomes of a file whose wrong line is known; None if none is,
    "any" if it is noise. ``read`` makes it a config."""
    try:
        config = read()
    except ConfigError as refusal:
        said = str(refusal)
        assert "\n" not in said, said
        assert f"{said_of}, line " in said, f"without a line: {said}"
        assert line is not None, f"what is fine was refused: {said}"
        assert line == "any" or f", line {line}:" in said, f"line {line} is wrong, but: {said}"
        return "refused"
    assert line is None, f"line {line} is wrong, and was taken"
    return ran(config) if lives else "ran"


def ran(config):
    """'ran', if every law holds in it to the end."""
    run = laws.live(config)
    laws.at_the_end(run)
    run.model.release()
    return "ran"


def main(what, verdict, usually=1000):
    """Judge as many inputs as the command line asks, and count the verdicts; exit code 1 if what
    becomes of any is none of them."""
    asked = [int(word) for word in sys.argv[1:]]
    count, seed = [*asked, *(usually, 1)[len(asked) :]]
    verdicts, failed = Counter(), 0
    for number in range(count):
        try:
            verdicts[verdict(seed, number)] += 1
        except Exception as error:
            failed += 1
            print(f"{what} {number}: {type(error).__name__}: {str(error)[:600]}", flush=True)
    for found, times in (*verdicts.most_common(), ("neither", failed)):
        print(f"{times:6}  {found}")
    sys.exit(1 if failed else 0)
