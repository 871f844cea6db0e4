"""How much the benchmarks measure: the sizes that count, some that take minutes, tiny ones."""

from dataclasses import dataclass

from sim.config.working_days import QUARTER, YEAR


@dataclass(frozen=True)
class Sizes:
    """How much to measure: customers and days of each part; budgets are held against these."""

    customers: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    between: tuple[int, ...] = (31_600, 316_000)
    largest: int | None = None
    before: int = YEAR
    days: int = YEAR
    spans: tuple[int, ...] = (QUARTER, 2 * QUARTER, YEAR, 2 * YEAR, 4 * YEAR)
    span_customers: int = 100_000
    repeats: int = 3
    runs: int = 200
    run_customers: int = 1_000
    run_days: int = QUARTER
    replicate_customers: int = 10_000
    warm_up: int = 2 * YEAR
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


QUICK = Sizes(
    customers=(10_000, 31_600, 100_000), between=(), before=QUARTER, days=QUARTER,
    spans=(QUARTER, 2 * QUARTER, YEAR), span_customers=20_000, repeats=1, runs=100, warm_up=YEAR,
    twin_days=60, twin_seeds=2,
    model_seeds=6, nothing=((100, 100), (10_000, 1)), swept=(50, 20), jobs=20,
)  # fmt: skip
SMALL = Sizes(
    customers=(200, 400, 800), between=(), before=5, days=10, spans=(5, 10, 20), span_customers=200,
    repeats=1, runs=4, run_customers=60, run_days=5, replicate_customers=200, warm_up=10,
    twin_customers=60, twin_days=30, twin_seeds=2, model_seeds=2,
    command=("market=small", "market.customers=60", "days=20", "warmup_days=5", "replicates=2"),
    nothing=((4, 5), (20, 1)), swept=(2, 3), swept_customers=60, swept_days=10, jobs=2,
)  # fmt: skip
