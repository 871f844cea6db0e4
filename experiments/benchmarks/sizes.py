"""How much the benchmarks measure: minutes' worth, all that counts, tiny sizes."""

from dataclasses import dataclass, field

from sim.config.working_days import QUARTER, YEAR


@dataclass(frozen=True)
class Sizes:
    """How much to measure: customers, days and repetitions of each part."""

    customers: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    between: tuple[int, ...] = (178_000, 316_000, 562_000)
    largest: int | None = None
    before: int = YEAR
    days: int = YEAR
    repeats: int = 3
    searching: int = 1_000_000
    turns: int = 15
    mesa: tuple[int, int] = (3_000, 180)
    nobody: int = 50
    small: tuple[int, int] = (500, QUARTER)
    small_runs: int = 20
    replicate: tuple[int, int, int] = (10_000, 2 * YEAR, YEAR)
    spans: tuple[int, ...] = (QUARTER, 2 * QUARTER, YEAR, 2 * YEAR, 4 * YEAR)
    span_customers: int = 100_000
    much: dict[str, tuple[int, ...]] = field(
        default_factory=lambda: {
            "firms": (2, 4, 8), "reps": (18, 36, 72, 144), "kinds": (4, 8, 16, 28),
            "components": (1, 2, 4, 8),
        }
    )  # fmt: skip
    much_customers: int = 20_000
    scenarios: tuple[int, ...] = (5_000, 20_000, 80_000)
    runs: int = 200
    run_customers: int = 1_000
    run_days: int = QUARTER
    twin_customers: int = 2_000
    twin_days: int = 180
    twin_seeds: int = 6
    model_seeds: int = 24
    command: tuple[str, ...] = ()
    nothing: tuple[tuple[int, int], ...] = ((1_000, 100), (100_000, 1))
    swept: tuple[int, int] = (500, 20)
    swept_customers: int = 500
    swept_days: int = QUARTER
    jobs: int = 40


# Without firms, as each number of them is compiled for.
QUICK = Sizes(
    between=(316_000,), before=QUARTER, days=QUARTER, searching=100_000, turns=9,
    mesa=(2_000, 80),
    spans=(QUARTER, 2 * QUARTER, YEAR), span_customers=20_000, repeats=1,
    much={"reps": (18, 72, 144), "kinds": (4, 12, 28), "components": (1, 3, 8)},
    scenarios=(2_000, 5_000, 12_500), runs=100,
    twin_days=60, twin_seeds=2,
    model_seeds=6, nothing=((100, 100), (10_000, 1)), swept=(50, 20), jobs=20,
)  # fmt: skip
SMALL = Sizes(
    customers=(200, 400), between=(800,), before=5, days=10, searching=4_000, turns=2,
    mesa=(60, 30), repeats=1, small=(60, 5), small_runs=2, replicate=(200, 10, 5),
    spans=(5, 10, 20), span_customers=200,
    much={"reps": (1, 2, 4), "kinds": (4, 8, 16), "components": (1, 2, 4)}, much_customers=200,
    scenarios=(2, 4, 8), runs=4, run_customers=60, run_days=5,
    twin_customers=60, twin_days=30, twin_seeds=2, model_seeds=2,
    command=("market.customers=60", "days=20", "warmup_days=5", "replicates=2"),
    nothing=((4, 5), (20, 1)), swept=(2, 3), swept_customers=60, swept_days=10, jobs=2,
)  # fmt: skip
