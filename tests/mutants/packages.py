"""Packages whose tests are put to the test, the quick tests of each, and known equivalents."""

PACKAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "rules": (
        "sim/model/rules",
        ("tests/contract/test_rules.py", "tests/theory/test_exact_rules.py",
         "tests/theory/test_pay_curve.py"),
    ),
    "inference": (
        "sim/inference",
        ("tests/theory/test_statistics_by_hand.py", "tests/theory/test_inference.py",
         "tests/theory/test_intervals.py"),
    ),
}  # fmt: skip

# Changes that no test can notice, since every result stays what it was; and why.
EQUIVALENT: dict[str, str] = {}
