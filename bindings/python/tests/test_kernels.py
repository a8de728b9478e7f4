"""Arrays of weights, a Gaussian on a grid, exp: against NumPy and SciPy."""

import bellcurve as bc
import numpy as np
import pytest
import scipy.stats
from numpy.testing import assert_allclose, assert_array_equal
from scipy.ndimage import correlate1d, gaussian_filter1d


def snippet(kernlen=21, nsig=3):
    x = np.linspace(-nsig, nsig, kernlen + 1)
    one = np.diff(scipy.stats.norm.cdf(x))
    both = np.outer(one, one)
    return both / both.sum()


@pytest.mark.parametrize("arguments", [(), (5, 2.5), (6,), (1, 3), (31, 4)])
def test_gkern_is_the_snippet(arguments):
    # The snippet subtracts probabilities near 1, and loses their digits.
    assert_allclose(bc.gkern(*arguments), snippet(*arguments), rtol=1e-9)


def test_gkern_as_published():
    scaled = bc.gkern(5, 2.5) * 273
    assert_allclose(scaled[0], [1.0278445, 4.10018648, 6.49510362, 4.10018648, 1.0278445], rtol=1e-8)
    assert_allclose(scaled[2, 2], 41.0435344, rtol=1e-8)
    assert bc.gkern(kernlen=0).shape == (0, 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_line_of_weights(dtype):
    x = np.arange(9) - 4
    bell = np.exp(-0.5 * (x / 1.5) ** 2)
    got = bc.gaussian_kernel_1d(9, 1.5, dtype=dtype)
    assert got.dtype == dtype
    assert_allclose(got, bell / bell.sum(), rtol=1e-6 if dtype == np.float32 else 1e-14)
    assert_allclose(bc.gaussian_kernel_1d(9, 1.5, normalization="none"), bell, rtol=1e-14)
    mass = np.diff(scipy.stats.norm.cdf(np.arange(10) - 4.5, scale=1.5))
    assert_allclose(bc.gaussian_kernel_1d(9, 1.5, discretization="mass", normalization="density"), mass, rtol=1e-12)
    assert bc.gaussian_kernel_1d(9, 1.0, center=2).argmax() == 2


@pytest.mark.parametrize("order", [0, 1, 2, 3, 4])
def test_weights_are_those_of_the_filter(order):
    line = np.random.default_rng(0).normal(size=60)
    weights = bc.gaussian_kernel_1d(17, 2.0, order=order)
    # To differentiate by correlation they are reversed.
    assert_allclose(correlate1d(line, weights[::-1]), gaussian_filter1d(line, 2.0, order=order, radius=8), atol=1e-13)


def test_matrix_of_weights():
    rows, cols = bc.gaussian_kernel_1d(5, 1.0), bc.gaussian_kernel_1d(7, 2.0)
    assert_allclose(bc.gaussian_kernel_2d((5, 7), (1.0, 2.0)), np.outer(rows, cols), rtol=1e-14)
    assert_allclose(bc.gaussian_kernel_2d(5), np.outer(rows, rows), rtol=1e-14)
    # The shifted kernel: a centre off the middle, rows first.
    gx = np.exp(-((np.arange(9) - 5.5) ** 2) / (2 * 1.4**2))
    gy = np.exp(-((np.arange(9) - 4.2) ** 2) / (2 * 1.4**2))
    shifted = np.outer(gx, gy)
    assert_allclose(bc.gaussian_kernel_2d(9, 1.4, center=(5.5, 4.2)), shifted / shifted.sum(), rtol=1e-13)
    turned = bc.gaussian_kernel_2d(9, (3, 1), theta=np.pi / 2)
    assert_allclose(turned, bc.gaussian_kernel_2d(9, (1, 3)), rtol=1e-10)


def test_gaussian_on_a_grid_is_astropys():
    rows, cols = np.mgrid[0:20, 0:30]
    u, v = rows - 8.5, cols - 10.0
    theta, s0, s1 = 0.4, 3.0, 5.0
    a = np.cos(theta) ** 2 / (2 * s0**2) + np.sin(theta) ** 2 / (2 * s1**2)
    b = np.sin(2 * theta) * (1 / s0**2 - 1 / s1**2) / 2
    c = np.sin(theta) ** 2 / (2 * s0**2) + np.cos(theta) ** 2 / (2 * s1**2)
    want = 2.5 * np.exp(-(a * u**2 + b * u * v + c * v**2))
    got = bc.gaussian_2d((20, 30), amplitude=2.5, mean=(8.5, 10), stddev=(s0, s1), theta=theta)
    assert_allclose(got, want, rtol=1e-12, atol=1e-300)
    precision = np.array([[2 * a, b], [b, 2 * c]])
    by_matrix = bc.gaussian_2d((20, 30), amplitude=2.5, mean=(8.5, 10), covariance=np.linalg.inv(precision))
    assert_allclose(by_matrix, want, rtol=1e-10, atol=1e-300)
    out = np.zeros((40, 30), np.float32)[::2]
    assert bc.gaussian_2d(out.shape, mean=(8.5, 10), stddev=3, out=out) is out
    assert_allclose(out, bc.gaussian_2d(out.shape, mean=(8.5, 10), stddev=3), rtol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int16", "bool"])
def test_exp(dtype):
    x = np.linspace(-80, 80, 333).astype(dtype).reshape(3, 111)
    got = bc.exp(x)
    want = np.exp(x.astype(np.longdouble))
    assert got.dtype == (np.float32 if dtype == "float32" else np.float64)
    assert (np.abs(got / want - 1) <= np.finfo(got.dtype).eps).all()
    assert_array_equal(bc.exp(x[::-1, ::2]), got[::-1, ::2])
    if dtype.startswith("float"):
        assert bc.exp(x, out=x) is x
        assert_array_equal(x, got)
    strided = np.zeros((3, 222), got.dtype)[:, ::2]
    bc.exp(np.zeros((3, 111)).astype(got.dtype), out=strided)
    assert (strided == 1).all()
    assert bc.exp(np.zeros((0, 4))).shape == (0, 4) and bc.exp(0.0).shape == ()
