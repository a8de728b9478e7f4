"""Pooling against NumPy's reshape and sum."""

import bellcurve as bc
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from support import LAYOUTS, case_id, laid_out, pairwise


def pooled(matrix, kernel):
    (m, n), (k, l) = matrix.shape, kernel.shape
    return (matrix.reshape(m // k, k, n // l, l) * kernel[:, None, :]).sum(axis=(1, 3))


CASES = pairwise(
    17,
    shape=[(4, 6), (12, 12), (16, 60), (0, 6)],
    block=[(1, 1), (2, 3), (4, 2), (4, 6)],
    matrix=["float32", "float64", "uint8", "uint16", "int16", "int64", "bool"],
    kernel=["float32", "float64", "int8"],
    layout=LAYOUTS,
)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_is_what_numpy_computes(case):
    rng = np.random.default_rng(0)
    matrix = laid_out((rng.uniform(0, 100, case["shape"])).astype(case["matrix"]), case["layout"])
    kernel = laid_out((rng.uniform(0, 5, case["block"])).astype(case["kernel"]), case["layout"])
    got = bc.block_pool(matrix, kernel)
    want = pooled(np.asarray(matrix, float), np.asarray(kernel, float))
    assert got.dtype == (np.float32 if np.result_type(matrix, kernel) == np.float32 else np.float64)
    assert_allclose(got, want, rtol=1e-5 if got.dtype == np.float32 else 1e-13)


def test_the_type_of_a_list_is_that_of_the_matrix():
    kernel = [[1, 2], [3, 4]]
    for dtype, want in (("float32", np.float32), ("uint8", np.float32), ("float64", np.float64), ("int32", np.float64)):
        assert bc.block_pool(np.ones((4, 4), dtype), kernel).dtype == want


def test_options():
    matrix = np.arange(35.0).reshape(5, 7)
    kernel = np.array([[1.0, 2], [3, 4]])
    assert_array_equal(bc.block_pool(matrix, kernel, remainder="crop"), pooled(matrix[:4, :6], kernel))
    assert_array_equal(bc.block_pool(matrix, kernel, remainder="pad"), pooled(np.pad(matrix, ((0, 1), (0, 1))), kernel))
    strided = bc.block_pool(matrix, kernel, stride=1)
    windows = np.lib.stride_tricks.sliding_window_view(matrix, (2, 2))
    assert_array_equal(strided, np.einsum("ijkl,kl->ij", windows, kernel))
    images = np.stack([matrix, matrix + 1])
    assert_array_equal(bc.block_pool(images, kernel, batch_axes=1, stride=1)[0], strided)
    colours = np.stack([matrix, matrix + 1, matrix + 2], axis=-1)
    assert_array_equal(bc.block_pool(colours, kernel, channels=True, stride=1)[..., 0], strided)
    out = np.zeros((8, 12))[::2, ::2]
    assert bc.block_pool(matrix, kernel, stride=1, out=out) is out
    assert_array_equal(out, strided)
    mask = np.ones((5, 7), bool)
    mask[0, 0] = False
    scaled = bc.block_pool(np.ones((5, 7)), kernel, stride=1, mask=mask)
    assert_allclose(scaled, 10.0)


@pytest.mark.parametrize("dtype", ["float32", "float64", "uint8", "int32"])
def test_by_a_gaussian(dtype):
    matrix = np.random.default_rng(0).uniform(0, 200, (12, 9)).astype(dtype)
    got = bc.gaussian_pool(matrix, (4, 3), (1.0, 2.0))
    kernel = bc.gaussian_kernel_2d((4, 3), (1.0, 2.0))
    assert got.dtype == (np.float64 if dtype in ("float64", "int32") else np.float32)
    assert_allclose(got, pooled(matrix.astype(float), kernel), rtol=1e-5)
