"""Mixtures against scipy.stats.multivariate_normal."""

import bellcurve as bc
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import multivariate_normal

from support import LAYOUTS, laid_out


def matrix(d, seed=0):
    a = np.random.default_rng(seed).normal(size=(d, d))
    return a @ a.T + np.eye(d)


@pytest.mark.parametrize("d", [1, 2, 3, 7])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_gaussian(d, layout):
    mean, cov = np.arange(d) / 2.0, matrix(d)
    x = laid_out(np.random.default_rng(1).normal(size=(20, d)), layout)
    peer = multivariate_normal(mean, cov)
    assert_allclose(bc.Mixture(mean, cov).pdf(x), peer.pdf(x), rtol=1e-11)
    assert_allclose(bc.Mixture(mean, cov).logpdf(x), peer.logpdf(x), rtol=1e-11)


def test_mixtures():
    means, covs, weights = [[-1, -1], [1, 2]], [matrix(2), matrix(2, 1)], [0.3, 0.7]
    x = np.random.default_rng(1).normal(size=(4, 5, 2))
    each = [w * multivariate_normal(m, c).pdf(x) for w, m, c in zip(weights, means, covs)]
    got = bc.Mixture(means, covs, weights)
    assert (got.components, got.dimension) == (2, 2) and "2 components" in repr(got)
    assert_allclose(got.pdf(x), sum(each), rtol=1e-12)
    assert_allclose(bc.Mixture(means, covs, weights, combination="max").pdf(x), np.maximum(*each), rtol=1e-12)
    assert_allclose(got.logpdf(x), np.log(sum(each)), rtol=1e-12, atol=1e-13)
    assert np.isfinite(got.logpdf([1e8, 1e8]))
    # The variance of all, variances along axes, a matrix for all, one of each kind.
    for cov, want in (
        (2.0, [2 * np.eye(2)] * 2),
        ([[1, 2], [3, 4]], [np.diag([1, 2]), np.diag([3, 4])]),
        (np.stack(covs), covs),
        ([2.0, matrix(2)], [2 * np.eye(2), matrix(2)]),
    ):
        sums = sum(multivariate_normal(m, c).pdf(x) for m, c in zip(means, want))
        assert_allclose(bc.Mixture(means, cov).pdf(x), sums, rtol=1e-12)


def test_types_and_outputs():
    x = np.random.default_rng(1).normal(size=(6, 2))
    model = bc.Mixture([0, 0])
    assert model.pdf(x.astype(np.float32)).dtype == np.float32
    assert model.pdf(x.astype(int)).dtype == np.float64
    out = np.zeros(12)[::2]
    assert model.pdf(x, out=out) is out
    assert_array_equal(out, model.pdf(x))
    both = np.zeros((6, 3))[:, 1:]  # not to be seen as one axis
    assert model.pdf(np.stack([x, x + 1], axis=1), out=both) is both
    assert_array_equal(both, np.stack([model.pdf(x), model.pdf(x + 1)], axis=1))
    assert model.pdf(x[0]).shape == ()
    assert model.pdf(np.zeros((0, 2))).shape == (0,)


def test_heat_map_of_two_gaussians():
    axis = np.linspace(-3, 3, 100)
    points = np.dstack(np.meshgrid(axis, axis, indexing="ij"))
    want = multivariate_normal([-1, -1], np.eye(2)).pdf(points) + multivariate_normal([1, 2], 0.5 * np.eye(2)).pdf(points)
    model = bc.Mixture([[-1, -1], [1, 2]], [1.0, 0.5])
    assert_allclose(model.pdf_grid((100, 100), first=-3, last=3), want, rtol=1e-11)
    assert_allclose(model.pdf_grid((100, 100), origin=-3, step=6 / 99), want, rtol=1e-11)
    assert_allclose(model.logpdf_grid((100, 100), first=(-3, -3), last=(3, 3)), np.log(want), rtol=1e-11, atol=1e-12)
    out = np.zeros((100, 200), np.float32)[:, ::2].T
    assert model.pdf_grid((100, 100), first=-3, last=3, out=out) is out
    assert_allclose(out, want, rtol=1e-5)


def test_grids_of_one_and_three_axes():
    line = bc.Mixture([2.0], 0.5).pdf_grid(5)
    assert_allclose(line, multivariate_normal(2, 0.5).pdf(np.arange(5)), rtol=1e-12)
    cov = matrix(3)
    points = np.stack(np.meshgrid(np.arange(3), np.arange(4), np.arange(5), indexing="ij"), axis=-1)
    assert_allclose(bc.Mixture([1, 2, 3], cov).pdf_grid((3, 4, 5)), multivariate_normal([1, 2, 3], cov).pdf(points), rtol=1e-11)
    assert bc.Mixture([0, 0]).pdf_grid((0, 4)).shape == (0, 4)
