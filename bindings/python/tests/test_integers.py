"""Filters into integers: SciPy's, to the last count, and those that are rounded once."""

import bellcurve as bc
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy import ndimage

from support import LAYOUTS, case_id, laid_out, pairwise

INTEGERS = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "bool"]
MODES = ["reflect", "mirror", "nearest", "wrap", "constant", "grid-wrap", "grid-mirror", "grid-constant"]


def data(shape, dtype, seed=0):
    rng = np.random.default_rng(seed)
    if dtype == "bool":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype == "float64":
        return rng.normal(size=shape) * 100
    high = {"int8": 100, "uint8": 256}.get(dtype, 20000)
    return rng.integers(0, high, shape).astype(dtype)


CASES = pairwise(
    13,
    shape=[(1,), (9,), (600,), (11, 14), (40, 3), (3, 50), (5, 6, 7), (2, 3, 4, 5)],
    dtype=[*INTEGERS, "float64"],
    output=[None, "uint8", "int16", "int32", "uint64"],
    sigma=[0, 0.7, 1.0, 2.0, 6.5],
    mode=MODES,
    order=[0, 0, 1, 2],
    layout=LAYOUTS,
)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_integers_are_scipys(case):
    source = laid_out(data(case["shape"], case["dtype"]), case["layout"])
    output = case["output"]
    order = case["order"] if case["sigma"] else 0
    arguments = {"sigma": case["sigma"], "mode": case["mode"], "order": order, "cval": 3}
    want = ndimage.gaussian_filter(source, output=output, **arguments)
    got = bc.gaussian_filter(source, output=output, **arguments)
    assert got.dtype == want.dtype
    if want.dtype.kind == "f":
        np.testing.assert_allclose(got, want, rtol=0, atol=1e-11)
    else:
        assert_array_equal(got, want)


@pytest.mark.parametrize("value", [1, 17, 100, 254, 255])
def test_constant_images_lose_the_same_counts(value):
    """What a last bit decides: 254 or 255."""
    image = np.full((33, 40), value, np.uint8)
    for sigma in (0.5, 1, 1.5, 2, 3, 4, 5.5, 10):
        assert_array_equal(bc.gaussian_filter(image, sigma), ndimage.gaussian_filter(image, sigma))


def test_out_of_range_wraps_as_in_scipy():
    steep = np.tile(np.array([0, 40000, 0, 65535], np.uint16), 8)
    for output in ("int8", "uint8", "int16", "uint16", "int32"):
        for order in (1, 2):
            assert_array_equal(
                bc.gaussian_filter1d(steep, 0.6, order=order, output=output),
                ndimage.gaussian_filter1d(steep, 0.6, order=order, output=output),
            )


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "uint64"])
@pytest.mark.parametrize("name", ["gaussian_laplace", "gaussian_gradient_magnitude"])
def test_derived_filters(name, dtype):
    source = data((8, 9), dtype) // 50
    for mode in ("reflect", ["wrap", "nearest"]):
        want = getattr(ndimage, name)(source, 1.0, mode=mode)
        assert_array_equal(getattr(bc, name)(source, 1.0, mode=mode), want)
    same = source.copy()
    getattr(bc, name)(same, 1.0, same)
    assert_array_equal(same, getattr(ndimage, name)(source, 1.0))


def test_in_place_and_into_part_of_the_input():
    source = data((30, 20), "uint8")
    want = ndimage.gaussian_filter(source, 2)
    same = source.copy()
    bc.gaussian_filter(same, 2, output=same)
    assert_array_equal(same, want)
    both = np.zeros((35, 20), np.uint8)
    both[:30] = source
    bc.gaussian_filter(both[:30], 2, output=both[5:])
    assert_array_equal(both[5:], want)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sigma", [2, 700])
def test_lines_longer_than_what_is_kept_of_them(mode, sigma):
    """Windows of 16384 samples move along; in place, too."""
    for shape in ((40_000,), (3000, 20)):
        source = data(shape, "int16")
        want = ndimage.gaussian_filter1d(source, sigma, axis=0, mode=mode, cval=7, radius=2 * sigma)
        bc.gaussian_filter1d(source, sigma, axis=0, mode=mode, cval=7, radius=2 * sigma, output=source)
        assert_array_equal(source, want)


@pytest.mark.parametrize("threads", [1, 2, 5, 1000])
def test_threads_do_not_count(threads):
    source = data((50, 60), "uint16")
    assert_array_equal(bc.gaussian_filter(source, 2, threads=threads), ndimage.gaussian_filter(source, 2))


@pytest.mark.parametrize("dtype", INTEGERS)
def test_rounded_to_the_nearest(dtype):
    source = data((17, 12), dtype)
    got = bc.gaussian_filter(source, 1.2, rounding="nearest")
    want = ndimage.gaussian_filter(source, 1.2, output=np.float64)
    assert got.dtype == source.dtype
    # 8 and 16 bit are computed in float32.
    assert np.abs(got.astype(float) - want).max() <= 0.5 + 1e-2
    flat = np.full((9, 9), source.max())
    assert_array_equal(bc.gaussian_filter(flat, 3, rounding="nearest"), flat)


def test_rounded_within_the_range():
    edge = np.array([0.0, 1e30, -1e30, np.nan, 3.5])
    for dtype in ("int8", "uint32", "int64", "uint64"):
        got = bc.gaussian_filter(edge, 0, output=dtype, rounding="nearest")
        limits = np.iinfo(dtype)
        assert got[0] == 0 and got[2] == limits.min and got[3] == 0 and got[4] == 4
        assert limits.max - got[1] <= limits.max // 2**52


def test_missing_samples_of_integers():
    source = np.full((6, 7), 200, np.uint8)
    source[2, 3] = 0
    mask = source > 0
    assert_array_equal(bc.gaussian_filter(source, 1, mask=mask, rounding="nearest"), np.full((6, 7), 200))
