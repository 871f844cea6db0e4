"""What all tests share: Hypothesis repeats itself."""

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
