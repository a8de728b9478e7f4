"""Filters of floats against scipy.ndimage, whose published tests are among the cases."""

import bellcurve as bc
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import ndimage

from support import LAYOUTS, case_id, laid_out, pairwise, spread

MODES = ["reflect", "mirror", "nearest", "wrap", "constant", "grid-mirror", "grid-wrap", "grid-constant"]
SHAPES = [(1,), (2,), (7,), (40,), (5, 1), (1, 6), (9, 13), (31, 20), (4, 5, 6), (2, 3, 1, 4)]


def data(shape, dtype, seed=0):
    rng = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "c":
        return (rng.normal(size=shape) + 1j * rng.normal(size=shape)).astype(dtype)
    return rng.normal(size=shape).astype(dtype)


def check(got, want, source, dtype):
    assert isinstance(got, np.ndarray) and got.dtype == want.dtype and got.shape == want.shape
    # Roundings of sums of at most some hundred terms, over up to 4 axes; derivatives with narrow
    # kernels are larger than what they are of.
    tolerance = 2e-5 if np.dtype(dtype) in (np.float32, np.complex64) else 1e-13
    assert_allclose(got, want, rtol=0, atol=tolerance * max(spread(source), spread(want), 1))


CASES = pairwise(
    11,
    shape=SHAPES,
    dtype=["float32", "float64", "complex64", "complex128"],
    sigma=[0, 0.6, 1.0, 3.7, 12.0],
    order=[0, 1, 2, 3, 4],
    mode=MODES,
    truncate=[4.0, 2.5, 0.3],
    layout=LAYOUTS,
)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_is_what_scipy_computes(case):
    if case["sigma"] == 0 and case["order"] > 0:
        return  # SciPy leaves the derivative out, which is an error here: test_errors
    source = laid_out(data(case["shape"], case["dtype"]), case["layout"])
    arguments = {k: case[k] for k in ("sigma", "order", "mode", "truncate")}
    got = bc.gaussian_filter(source, cval=1.5, **arguments)
    check(got, ndimage.gaussian_filter(source, cval=1.5, **arguments), source, case["dtype"])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_each_axis_its_own(dtype):
    source = data((8, 9, 10), dtype)
    for arguments in (
        {"sigma": [1, 0, 2.5]},
        {"sigma": (0.5, 1.5, 1), "order": [1, 0, 2], "mode": ["wrap", "nearest", "constant"]},
        {"sigma": np.array([1, 2, 3]), "radius": [2, 0, 5]},
        {"sigma": 1.0, "radius": 3, "mode": ["mirror"] * 3},
    ):
        check(bc.gaussian_filter(source, **arguments), ndimage.gaussian_filter(source, **arguments), source, dtype)


@pytest.mark.parametrize("axes", [(0,), (1,), (-1, 0), (2, 1), 1, ()])
def test_axes_are_a_loop_over_axes(axes):
    source = data((6, 7, 8), "float64")
    if axes == ():
        # Nothing to filter is what no axes at all mean in SciPy; here they mean all.
        assert_array_equal(bc.gaussian_filter(source, 1, axes=axes), bc.gaussian_filter(source, 1))
        return
    want = source
    for axis in sorted(a % 3 for a in np.atleast_1d(axes)):
        want = ndimage.gaussian_filter1d(want, 1.3, axis, mode="wrap")
    check(bc.gaussian_filter(source, 1.3, mode="wrap", axes=axes), want, source, "float64")


def test_parameters_go_by_axes():
    source = data((6, 7, 8), "float64")
    got = bc.gaussian_filter(source, [1, 2], order=[0, 1], mode=["wrap", "mirror"], axes=(2, 0))
    want = ndimage.gaussian_filter1d(source, 2, 0, order=1, mode="mirror")
    check(got, ndimage.gaussian_filter1d(want, 1, 2, mode="wrap"), source, "float64")


@pytest.mark.parametrize("axis", [0, 1, -1, -2])
@pytest.mark.parametrize("order", [0, 1, 2])
def test_one_axis(axis, order):
    source = data((7, 12), "float64")
    got = bc.gaussian_filter1d(source, 1.7, axis, order, None, "mirror", 0.0, 3.0)
    check(got, ndimage.gaussian_filter1d(source, 1.7, axis, order, None, "mirror", 0.0, 3.0), source, "float64")
    assert_allclose(
        bc.gaussian_filter1d([1.0, 2, 3, 4, 5], 1), ndimage.gaussian_filter1d([1.0, 2, 3, 4, 5], 1), rtol=1e-14
    )


DERIVED = pairwise(
    5,
    name=["gaussian_laplace", "gaussian_gradient_magnitude"],
    shape=[(1,), (6,), (5, 8), (3, 4, 5)],
    dtype=["float32", "float64", "complex64", "complex128"],
    sigma=[0.7, 2.0],
    mode=["reflect", "wrap", "each"],
    output=[None, "array", "dtype", "same"],
    layout=["C", "F", "reversed"],
)


@pytest.mark.parametrize("case", DERIVED, ids=case_id)
def test_laplace_and_gradient(case):
    mine, theirs = getattr(bc, case["name"]), getattr(ndimage, case["name"])
    source = laid_out(data(case["shape"], case["dtype"]), case["layout"])
    mode = MODES[1 : 1 + source.ndim] if case["mode"] == "each" else case["mode"]
    want = theirs(source, case["sigma"], mode=mode, truncate=3.0)
    output = {
        None: None, "array": np.empty_like(want), "dtype": want.dtype, "same": source.copy()
    }[case["output"]]
    given = output if case["output"] == "same" else source
    got = mine(given, case["sigma"], output, mode, truncate=3.0)
    assert not isinstance(output, np.ndarray) or got is output
    check(got, want, 4 * source, case["dtype"])


# --- what SciPy's own tests ask ---------------------------------------------------------------


def test_sigma_zero_copies():
    source = np.array([[1, 2, 3], [2, 4, 6]], np.float32)
    got = bc.gaussian_filter(source, 0)
    assert_array_equal(got, source)
    assert got is not source


def test_sum_is_kept_and_the_input_is_smoothed():
    source = np.arange(100 * 100, dtype=np.float32).reshape(100, 100)
    got = bc.gaussian_filter(source, [1.0, 1.0])
    # The weights of float32 sum to 1 within a rounding. (SciPy's, in float64, are exact here.)
    assert abs(got.sum(dtype="d") / source.sum(dtype="d") - 1) < 2**-24
    assert ((source - got) ** 2).sum() > 1


@pytest.mark.parametrize("output", [np.float64, "float64", np.dtype("f8"), "d"])
def test_output_is_a_dtype(output):
    source = np.arange(60, dtype=np.float32).reshape(6, 10)
    got = bc.gaussian_filter(source, 1.0, order=1, output=output)
    assert got.dtype == np.float64
    assert_allclose(got, ndimage.gaussian_filter(source, 1.0, order=1, output=np.float64), atol=1e-12)
    assert_array_equal(got, bc.gaussian_filter(source, [1.0, 1.0], order=1, output=output))


def test_output_is_the_input():
    source = np.arange(100 * 100, dtype=np.float32).reshape(100, 100)
    want = bc.gaussian_filter(source, 1.0)
    assert bc.gaussian_filter(source, 1.0, output=source) is source
    assert_allclose(source, want, rtol=1e-6)


def test_output_covers_part_of_the_input():
    both = np.arange(50, dtype=np.float64)
    want = ndimage.gaussian_filter(both[:40].copy(), 2)
    bc.gaussian_filter(both[:40], 2, output=both[10:])
    assert_allclose(both[10:], want, rtol=1e-13)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("pair", [("f4", "f4"), ("f8", "f4"), ("f4", "f8"), ("u1", "f4"), ("i8", "f8"), ("u1", "f8")])
def test_output_of_any_layout_and_type(layout, pair):
    source = (data((9, 8), "float64") * 20 + 100).astype(pair[0])
    output = laid_out(np.zeros((9, 8), pair[1]), layout)
    assert bc.gaussian_filter(source, 1.2, output=output) is output
    want = ndimage.gaussian_filter(source, 1.2, output=np.dtype(pair[1]))
    assert_allclose(output, want, rtol=1e-6 if "f4" in pair else 1e-13)


def test_orders_of_a_single_sample():
    for order in (0, 3):
        assert bc.gaussian_filter(np.zeros(1), 1, order=order) == 0
        assert bc.gaussian_filter1d(np.zeros(1), 1, axis=-1, order=order) == 0


def test_modes_in_a_list():
    source = np.array([[1.0, 0, 0], [1, 1, 0], [0, 0, 0]])
    for name in ("gaussian_filter", "gaussian_laplace", "gaussian_gradient_magnitude"):
        mine, theirs = getattr(bc, name), getattr(ndimage, name)
        assert_array_equal(mine(source, 1, mode="reflect"), mine(source, 1, mode=["reflect", "reflect"]))
        modes = ["reflect", "wrap"]
        assert_allclose(mine(source, 1, mode=modes), theirs(source, 1, mode=modes), atol=1e-14)


def test_truncation():
    impulse = np.zeros((100, 100))
    impulse[50, 50] = 1
    assert (bc.gaussian_filter(impulse, 5, truncate=2) > 0).sum() == 21**2
    assert (bc.gaussian_filter(impulse, 5, truncate=5) > 0).sum() == 51**2
    positive = bc.gaussian_filter(impulse, [0.5, 2.5], truncate=3.5) > 0
    assert positive.any(axis=0).sum() == 19 and positive.any(axis=1).sum() == 5
    line = np.zeros(51)
    line[25] = 1
    assert (bc.gaussian_filter1d(line, sigma=2, truncate=3.5) > 0).sum() == 15
    for name in ("gaussian_laplace", "gaussian_gradient_magnitude"):
        reached = np.nonzero(getattr(bc, name)(line, sigma=2, truncate=3.5))[0]
        assert np.ptp(reached) + 1 == 15


def test_radius_is_what_truncate_makes_it():
    for shape, sigma, truncate, radius in (((7,), 2, 1.5, 3), ((9, 9), 0.5, 3.5, 2), ((50, 50), [0.5, 2.5], 3.5, [2, 9])):
        impulse = np.zeros(shape)
        impulse[tuple(n // 2 for n in shape)] = 1
        assert_array_equal(bc.gaussian_filter(impulse, sigma, truncate=truncate), bc.gaussian_filter(impulse, sigma, radius=radius))


@pytest.mark.parametrize("shape", [(), (0,), (0, 5), (5, 0), (3, 0, 2)])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "complex64"])
def test_no_axes_and_no_elements(shape, dtype):
    source = np.ones(shape, dtype)
    for name in ("gaussian_filter", "gaussian_laplace", "gaussian_gradient_magnitude"):
        got = getattr(bc, name)(source, 1.0)
        assert got.shape == shape and got.dtype == dtype
        assert (got == source).all()


def test_wide_kernels_over_short_lines():
    for n in (1, 2, 3):
        source = data((n,), "float64")
        for mode in MODES:
            check(bc.gaussian_filter(source, 9.0, mode=mode), ndimage.gaussian_filter(source, 9.0, mode=mode), source, "float64")


def test_complex_beyond_the_border():
    source = data((4, 6), "complex128")
    arguments = {"sigma": 1.5, "mode": "constant", "cval": 2 - 3j}
    check(bc.gaussian_filter(source, **arguments), ndimage.gaussian_filter(source, **arguments), source, "complex128")


# --- what SciPy does not have ------------------------------------------------------------------


def test_missing_samples():
    source = data((12, 14), "float64")
    hole = np.zeros(source.shape, bool)
    hole[3:5, 6:9] = True
    source[hole] = np.nan
    filled = np.where(hole, 0, source)
    want = ndimage.gaussian_filter(filled, 1.5) / ndimage.gaussian_filter(1.0 - hole, 1.5)
    assert_allclose(bc.gaussian_filter(source, 1.5, nan_is_missing=True), want, rtol=1e-11)
    assert_allclose(bc.gaussian_filter(source, 1.5, mask=~hole), want, rtol=1e-11)
    assert_allclose(bc.gaussian_filter(source, 1.5, mask=(~hole).astype(float)), want, rtol=1e-11)
    kept = bc.gaussian_filter(source, 1.5, mask=~hole, min_weight=1.1e-3, fill=-7)
    assert_allclose(kept[kept != -7], want[kept != -7], rtol=1e-11)


def test_recursive_within_its_tolerance():
    source = data((300, 200), "float64")
    want = ndimage.gaussian_filter(source, 20.0, truncate=8)
    for arguments in ({"tolerance": 1e-4}, {"method": "recursive"}):
        got = bc.gaussian_filter(source, 20.0, **arguments)
        assert np.abs(got - want).max() <= 1e-4 * np.ptp(source)


def test_difference_of_gaussians():
    source = data((20, 22), "float32")
    want = ndimage.gaussian_filter(source, 1, mode="nearest") - ndimage.gaussian_filter(source, 1.6, mode="nearest")
    assert_allclose(bc.difference_of_gaussians(source, 1), want, atol=1e-6)
    assert_allclose(bc.difference_of_gaussians(source, 1, 1.6), want, atol=1e-6)
    assert bc.difference_of_gaussians(np.arange(9, dtype=np.uint8), 1).dtype == np.float32
    assert bc.difference_of_gaussians(np.arange(9), 1).dtype == np.float64


def test_large_squares_do_not_overflow():
    source = np.array([[0, 0, 3e30, 0, 0]], np.float32).repeat(5, axis=0)
    got = bc.gaussian_gradient_magnitude(source, 1.0)
    assert np.isfinite(got).all() and got.max() > 1e29
