"""Spread: tables of equally likely values have the mean, and nearly the spread, of their law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.model.customers.heterogeneity import SLICES, beta, gamma
from sim.model.customers.strays import expected_today

shapes = st.floats(0.05, 100)


@given(shapes)
def test_a_gamma_table_has_mean_one_exactly(shape):
    values = gamma(shape)
    assert len(values) == SLICES
    assert values.mean() == pytest.approx(1.0, abs=1e-12)
    assert (np.diff(values) >= -1e-12).all()
    assert (values >= 0).all()
    # Means of slices spread less than what they are means of, but only just.
    assert 0.95 / shape < values.var() < 1 / shape


@given(st.floats(0.01, 0.99), shapes)
def test_a_beta_table_has_its_mean_exactly(mean, shape):
    values = beta(mean, shape)
    other = shape * (1 - mean) / mean
    assert values.mean() == pytest.approx(mean, abs=1e-9)
    assert (np.diff(values) >= -1e-9).all()
    assert (values >= 0).all()
    assert (values <= 1 + 1e-9).all()
    law = stats.beta(shape, other)
    assert values.var() == pytest.approx(law.var(), rel=0.02, abs=1e-9)
    middle = values[SLICES // 2 - 1 : SLICES // 2 + 1].mean()
    assert middle == pytest.approx(law.median(), abs=1e-3)


@pytest.mark.parametrize("mean", [0.0, 0.3, 1.0])
def test_without_a_shape_all_are_alike(mean):
    assert gamma(0.0).tolist() == [1.0]
    assert beta(mean, 0.0).tolist() == [mean]
    assert (beta(mean, 0.7) == mean).all() == (mean in (0.0, 1.0))


@pytest.mark.parametrize(("mean", "dispersion"), [(4.0, 2.0), (0.7, 1.5), (12.0, 1.0)])
def test_over_dispersed_counts_have_the_mean_and_the_variance_asked_for(mean, dispersion):
    """A Poisson count about today's mean has the variance of that mean beside its own."""
    luck = (np.arange(20_000) + 0.5) / 20_000
    today = np.array([expected_today(mean, dispersion, u) for u in luck])
    assert today.mean() == pytest.approx(mean, rel=1e-3)
    assert today.var() + today.mean() == pytest.approx(dispersion * mean, rel=5e-3)
