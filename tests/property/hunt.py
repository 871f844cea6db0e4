"""Markets that nobody has tried: all laws asked of as many as wanted, at random.

python tests/property/hunt.py [markets] [seed]

The suite repeats the same few examples; this looks at others. What breaks a law is counted by the
line that says so, and the first market that broke it is printed; exit code 1 if any did.
"""

import sys
import traceback
from collections import Counter

import laws
from hypothesis import HealthCheck, Phase, given, seed, settings
from markets import configs


def hunt(markets: int, luck: int) -> int:
    """Ask the laws of so many markets; how many broke one."""
    broken: Counter[str] = Counter()

    @seed(luck)
    @settings(
        max_examples=markets, derandomize=False, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(configs())
    def ask(config):
        run = laws.live(config)
        try:
            laws.at_the_end(run)
        except AssertionError as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            law = f"{where.name}: {where.line}"
            if law not in broken:
                print(f"{law}\n  {config!r}", flush=True)
            broken[law] += 1
        finally:
            run.model.release()

    ask()
    for law, times in broken.items():
        print(f"{times:5} × {law}")
    print(f"{sum(broken.values())} of {markets} markets broke a law")
    return sum(broken.values())


if __name__ == "__main__":
    many, luck = (int(word) for word in (*sys.argv[1:], *("1000", "1")[len(sys.argv) - 1 :]))
    sys.exit(1 if hunt(many, luck) else 0)
