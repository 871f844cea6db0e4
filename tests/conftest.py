"""What all tests share: Hypothesis repeats itself, and a baseline is regenerated only on purpose."""

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run and machine: a failure is a failure for everybody.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="pin today's digests as baselines")
