"""The terminal on a sampled design: the strongest first, and nothing that luck may have made."""

import re

from rich.console import Console

from sim.cli.influence import MOST, influence

EFFECTS = [
    {"parameter": f"p{n}", "mu_star": 1e3 * n, "mu_star_low": 900.0 * n, "mu_star_high": 1100.0 * n}
    for n in range(12)
]
SHARES = [{"parameter": name, "first": 0.1, "total": total, "total_low": total - 0.1,
           "total_high": total + 0.1} for name, total in (("a", 0.2), ("b", 0.7))]  # fmt: skip


def told(found):
    screen = Console(width=100, highlight=False)
    with screen.capture() as page:
        for table in influence(found):
            screen.print(table)
    return page.get()


def test_parameters_stand_by_size_and_the_rest_is_counted():
    text = told([{"grid": "x", "kpi": "profit", "remark": "", "parameters": EFFECTS}])
    names = re.findall(r"^p\d+", text, re.MULTILINE)
    assert names == [f"p{n}" for n in range(11, 11 - MOST, -1)]
    assert "2 more parameters are in summary.json" in text
    assert "9.9 to 12.1 k" in text
    assert "\nx" not in f"\n{text}"


def test_shares_of_variance_are_per_cent():
    text = told([{"grid": "", "kpi": "wins", "remark": "", "parameters": SHARES}])
    assert text.index("70.0 %") < text.index("20 %")
    assert "Sobol" in text


def test_what_luck_may_have_made_is_not_shown_as_found():
    lucky = {"kpi": "profit", "parameters": SHARES, "remark": "luck"}
    found = [
        {"grid": "incentive=salary", **lucky},
        {"grid": "incentive=salary", "kpi": "wins", "why_not": "never defined"},
        {"grid": "incentive=commission", **lucky},
    ]
    text = told(found)
    assert "not told" in text
    assert "70" not in text
    assert text.index("incentive=salary") < text.index("wins: never defined")
    assert text.index("wins: never defined") < text.index("incentive=commission")
    assert text.count("profit: luck") == 2


def test_a_sweep_without_a_design_has_none():
    assert told([]) == ""
