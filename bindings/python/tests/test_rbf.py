"""The RBF kernel against scikit-learn's, whose published tests are among the cases."""

import bellcurve as bc
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics.pairwise import pairwise_kernels, rbf_kernel
from sklearn.neighbors import KernelDensity

from support import LAYOUTS, case_id, laid_out, pairwise


def points(n, d, seed=0, dtype=np.float64):
    return np.random.default_rng(seed).normal(size=(n, d)).astype(dtype)


def exact(x, y, gamma):
    """In long double, by differences."""
    x, y = np.asarray(x, np.longdouble), np.asarray(y, np.longdouble)
    return np.exp(-np.longdouble(gamma) * ((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2))


CASES = pairwise(
    7,
    n=[1, 2, 5, 33],
    m=[None, 1, 7, 40],
    d=[1, 2, 16, 17, 64],
    gamma=[None, 0.1, 2.5],
    dtype=["float32", "float64", "int64", "int8", "bool", "float16", ">f8"],
    layout=[*LAYOUTS, "list"],
)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_is_what_scikit_learn_computes(case):
    n, m, d, gamma, dtype = (case[k] for k in ("n", "m", "d", "gamma", "dtype"))
    base = (points(n, d) * 2).astype(dtype)
    other = None if m is None else (points(m, d, 1) * 2).astype(dtype)
    x = laid_out(base, case["layout"])
    y = None if other is None else laid_out(other, case["layout"])
    got, want = bc.rbf_kernel(x, y, gamma), rbf_kernel(x, y, gamma)
    assert got.dtype == want.dtype and got.shape == want.shape
    # A few roundings of an exponent of up to some hundred, which counts where K is not nearly 0.
    if got.dtype == np.float32:
        assert_allclose(got, want, rtol=2e-5, atol=1e-6)
    else:
        assert_allclose(got, want, rtol=1e-12, atol=1e-14)


def test_mixed_types_give_float64():
    x, y = points(4, 3, dtype=np.float32), points(5, 3, 1)
    for a, b in ((x, y), (y, x), (x, y.astype(int)), (x, x.tolist())):
        assert bc.rbf_kernel(a, b).dtype == rbf_kernel(a, b).dtype == np.float64
    assert bc.rbf_kernel(x, x.copy()).dtype == np.float32


def test_one_argument_twice_is_symmetric():
    x = points(50, 20, dtype=np.float32) + 1000
    k = bc.rbf_kernel(x, x, 0.05)
    assert_array_equal(k, k.T)
    assert_array_equal(np.diag(k), np.ones(50, np.float32))
    assert_array_equal(k, bc.rbf_kernel(x, gamma=0.05))


def test_diagonal_of_ones_as_scikit_learn_tests_it():
    x = np.random.RandomState(0).random_sample((5, 4))
    assert_allclose(bc.rbf_kernel(x, x).flat[::6], np.ones(5))
    k = bc.rbf_kernel(x, x)
    assert_allclose(k, k.T, rtol=0)


def test_serves_as_a_metric():
    x, y = np.random.RandomState(0).random_sample((5, 4)), np.random.RandomState(1).random_sample((3, 4))
    assert_allclose(pairwise_kernels(x, y, metric="rbf", gamma=0.1), bc.rbf_kernel(x, y, gamma=0.1), rtol=1e-13)

    def one(a, b, **arguments):
        return bc.rbf_kernel(np.atleast_2d(a), np.atleast_2d(b), **arguments)[0, 0]

    assert_allclose(pairwise_kernels(x, y, metric=one, gamma=0.1), rbf_kernel(x, y, 0.1), rtol=1e-13)


def test_points_that_cancel_far_from_the_origin():
    x = (points(40, 32, dtype=np.float32) * 1e-2 + 100).astype(np.float32)
    got = bc.rbf_kernel(x, x.copy(), 100.0)
    bound = bc.rbf_error_bound(32, 100.0, dtype=np.float32)
    assert np.abs(got - exact(x, x, 100.0)).max() <= bound.absolute


@pytest.mark.parametrize("engine", ["auto", "blas", "fused"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_within_the_bound_that_it_states(engine, dtype):
    x, y = points(30, 40, 2, dtype), points(20, 40, 3, dtype)
    bound = bc.rbf_error_bound(40, 0.02, engine=engine, dtype=dtype)
    want = exact(x, y, dtype(0.02))
    got = bc.rbf_kernel(x, y, 0.02, engine=engine)
    assert np.abs(got - want).max() <= bound.absolute
    assert (np.abs(got / want - 1) <= bound.relative(-np.log(want.astype(np.float64)))).all()


def test_parameters():
    x, y = points(6, 3), points(4, 3, 1)
    want = rbf_kernel(x, y, 0.5)
    assert_allclose(bc.rbf_kernel(x, y, 0.5, variance=3), 3 * want, rtol=1e-13)
    assert_allclose(bc.rbf_kernel(x, y, lengthscale=1), want, rtol=1e-13)
    scales = np.array([0.5, 2, 1])
    assert_allclose(bc.rbf_kernel(x, y, lengthscale=scales), rbf_kernel(x / scales, y / scales, 0.5), rtol=1e-13)
    noisy = bc.rbf_kernel(x, noise=0.25)
    assert_array_equal(noisy - bc.rbf_kernel(x), 0.25 * np.eye(6))
    for uplo, part in (("lower", np.tril), ("upper", np.triu)):
        assert_array_equal(bc.rbf_kernel(x, uplo=uplo), part(bc.rbf_kernel(x)))
    assert_allclose(bc.rbf_kernel(x, y, 0.5, center=[1, 2, 3], engine="fused"), want, rtol=1e-12)


@pytest.mark.parametrize("layout", ["C", "F", "reversed", "gaps"])
def test_out_of_any_strides(layout):
    x, y = points(9, 5, dtype=np.float32), points(7, 5, 1, np.float32)
    out = laid_out(np.full((9, 7), np.nan, np.float32), layout)
    assert bc.rbf_kernel(x, y, out=out) is out
    assert_array_equal(out, bc.rbf_kernel(x, y))


def test_nothing_of_a_gap_is_written():
    wide = np.full((6, 8), -1.0)
    bc.rbf_kernel(points(3, 2), points(4, 2), out=wide[::2, ::2])
    assert (wide[1::2] == -1).all() and (wide[:, 1::2] == -1).all() and (wide[::2, ::2] >= 0).all()


def test_no_points():
    assert bc.rbf_kernel(np.zeros((0, 3))).shape == (0, 0)
    assert bc.rbf_kernel(np.zeros((0, 3)), np.zeros((4, 3))).shape == (0, 4)
    assert bc.rbf_apply(np.zeros((2, 3)), np.zeros((0, 5)), np.zeros((0, 3))).tolist() == [[0] * 5] * 2


def test_not_a_number_stays_in_its_row():
    x = points(5, 3)
    x[2, 1] = np.nan
    assert_array_equal(np.isnan(bc.rbf_kernel(x, points(4, 3, 1))), (np.arange(5) == 2)[:, None] * np.ones(4, bool))
    with pytest.raises(bc.Error, match="must be finite"):
        bc.rbf_kernel(x, check_finite=True)


PRODUCTS = pairwise(
    3,
    x=["float32", "float64", "int32"],
    v=["float32", "float64", "int32"],
    columns=[None, 0, 1, 3],
    symmetric=[True, False],
    layout=["C", "F", "reversed", "gaps", "swapped"],
)


@pytest.mark.parametrize("case", PRODUCTS, ids=case_id)
def test_products(case):
    n, m, d = 21, 21 if case["symmetric"] else 13, 6
    x = laid_out((points(n, d) * 3).astype(case["x"]), case["layout"])
    y = None if case["symmetric"] else laid_out((points(m, d, 1) * 3).astype(case["x"]), case["layout"])
    shape = (m,) if case["columns"] is None else (m, case["columns"])
    v = laid_out((np.random.default_rng(2).normal(size=shape) * 10).astype(case["v"]), case["layout"])
    got = bc.rbf_apply(x, v, y, gamma=0.03)
    want = rbf_kernel(np.asarray(x, float), None if y is None else np.asarray(y, float), 0.03) @ np.asarray(v, float)
    assert got.shape == want.shape
    # Neither here nor in scikit-learn are swapped bytes float32.
    single = case["x"] == case["v"] == "float32" and case["layout"] != "swapped"
    assert got.dtype == (np.float32 if single else np.float64)
    assert_allclose(got, want, rtol=0, atol=(1e-5 if case["x"] == "float32" else 1e-12) * 10 * m)


def test_products_into_an_array():
    x, v = points(8, 3), points(8, 2, 1)
    out = np.zeros((8, 4))[:, ::2]
    assert bc.rbf_apply(x, v, out=out, noise=0.5) is out
    assert_allclose(out, (rbf_kernel(x) + 0.5 * np.eye(8)) @ v, rtol=1e-12)
    vector = np.zeros(16)[::-2]
    assert bc.rbf_apply(x, v[:, 0], out=vector) is vector
    assert_allclose(vector, rbf_kernel(x) @ v[:, 0], rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_plan(dtype):
    x = points(30, 18, dtype=dtype)
    plan = bc.RBFPlan(x)
    x_before = x.copy()
    x[...] = 0  # the plan has a copy
    assert (plan.points, plan.features, plan.dtype) == (30, 18, dtype)
    k = plan.kernel(0.1, variance=2, noise=0.5)
    assert_array_equal(k, bc.rbf_kernel(x_before, gamma=0.1, variance=2, noise=0.5))
    assert_array_equal(plan.rows([4, 0, 4], 0.1, variance=2, noise=0.5), k[[4, 0, 4]])
    assert_array_equal(plan.kernel(lengthscale=2, uplo="lower"), np.tril(plan.kernel(0.125)))
    v = points(30, 2, 1)
    assert_array_equal(plan.apply(v, 0.1), bc.rbf_apply(x_before, v, gamma=0.1))
    assert plan.apply(v, 0.1).dtype == np.float64
    assert plan.apply(v.astype(np.float32), 0.1).dtype == dtype
    assert plan.apply(v[:, 0], 0.1).shape == (30,)
    assert plan.rows([]).shape == (0, 30)
    assert "30 points" in repr(plan)


@pytest.mark.parametrize("weights", [None, "some"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_density_estimates(weights, dtype):
    y, x = points(60, 2, dtype=dtype), points(15, 2, 1, dtype)
    w = None if weights is None else np.random.default_rng(4).uniform(size=60)
    kde = KernelDensity(bandwidth=0.6, rtol=0, atol=0).fit(y, sample_weight=w)
    want = kde.score_samples(x)
    tolerance = 2e-5 if dtype == np.float32 else 1e-11
    assert_allclose(bc.rbf_log_density(x, y, lengthscale=0.6, weights=w), want, rtol=tolerance, atol=tolerance)
    out = np.zeros(30)[::2]
    assert bc.rbf_density(x, y, 1 / (2 * 0.6**2), weights=w, out=out) is out
    assert_allclose(out, np.exp(want), rtol=10 * tolerance)
    far = bc.rbf_log_density(np.full((1, 2), 1e4, dtype), y, lengthscale=0.6)
    assert np.isfinite(far).all() and far[0] < -1e8
