"""``python -m experiments.studies.stopping``: how often an interval replicated to a target holds."""

import argparse

from experiments.studies.stopping.score import score


def main() -> None:
    """Print a row per law and width, and the range of all coverages."""
    parser = argparse.ArgumentParser(prog="python -m experiments.studies.stopping", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=4000)
    found = score(parser.parse_args().repetitions)
    print(found.round(3).to_string(index=False))
    print(f"coverage: {found['coverage'].min():.3f} to {found['coverage'].max():.3f}")


if __name__ == "__main__":
    main()
