"""What is copied, what is not, and what becomes of other kinds of arrays."""

import bellcurve as bc
import numpy as np
import pytest
from bellcurve import _core
from numpy.testing import assert_array_equal


@pytest.mark.parametrize(
    "a, viewable",
    [
        (np.zeros((3, 4)), True),
        (np.zeros((3, 4)).T, True),
        (np.zeros((3, 4))[::-1, ::-1], True),
        (np.zeros((6, 8))[::2, ::2], True),
        (np.zeros((0, 3)), True),
        (np.zeros(()), True),
        (np.zeros((3, 4), ">f8"), False),
        (np.zeros(33, np.uint8)[1:].view("f8"), False),
        (np.broadcast_to(np.zeros(3), (4, 3)), False),
        (np.lib.stride_tricks.sliding_window_view(np.zeros(9), 3), False),
        (np.zeros(4, [("a", "f4"), ("b", "f4"), ("c", "f4")])["b"], True),
        (np.zeros(4, [("a", "u1"), ("b", "u1"), ("c", "u2")])["b"], True),
        (np.zeros(4, np.dtype({"names": ["a"], "formats": ["f8"], "offsets": [0], "itemsize": 12}))["a"], False),
    ],
)
def test_viewable(a, viewable):
    assert _core.is_viewable(a) is viewable


def test_arrays_that_must_be_copied_give_the_same():
    line = np.arange(5.0)
    wide = np.broadcast_to(line, (4, 5))
    assert_array_equal(bc.gaussian_filter(wide, 1), bc.gaussian_filter(wide.copy(), 1))
    assert_array_equal(bc.rbf_kernel(wide), np.ones((4, 4)))
    windows = np.lib.stride_tricks.sliding_window_view(np.arange(9.0), 3)
    assert_array_equal(bc.rbf_kernel(windows), bc.rbf_kernel(windows.copy()))
    assert_array_equal(bc.gaussian_filter(windows, 1), bc.gaussian_filter(windows.copy(), 1))
    assert_array_equal(bc.block_pool(wide, np.ones((2, 5))), [[20.0]] * 2)


def test_floats_are_not_copied(tmp_path):
    """Filling 64 MB from 8 MB, with a budget that has no room for a copy of either."""
    import tracemalloc

    x = np.zeros((1000, 1000))[:, ::-1].T
    out = np.empty((1000, 1000))
    bc.rbf_kernel(x, out=out)
    tracemalloc.start()
    try:
        bc.rbf_kernel(x, out=out)
        bc.gaussian_filter(x, 1, output=out)
        bc.rbf_apply(x, out[:, 0])
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_array_likes():
    class Wrapped:
        def __array__(self, dtype=None, copy=None):
            return np.arange(6.0).reshape(3, 2)

    plain = np.arange(6.0).reshape(3, 2)
    for like in (plain.tolist(), tuple(map(tuple, plain)), Wrapped(), memoryview(plain)):
        got = bc.rbf_kernel(like)
        assert type(got) is np.ndarray
        assert_array_equal(got, bc.rbf_kernel(plain))
        assert_array_equal(bc.gaussian_filter(like, 1), bc.gaussian_filter(plain, 1))


def test_read_only_inputs_and_mapped_files(tmp_path):
    plain = np.arange(12.0).reshape(4, 3)
    path = tmp_path / "x.npy"
    np.save(path, plain)
    mapped = np.load(path, mmap_mode="r")
    assert not mapped.flags.writeable
    assert_array_equal(bc.rbf_kernel(mapped), bc.rbf_kernel(plain))
    assert_array_equal(bc.gaussian_filter(mapped, 1), bc.gaussian_filter(plain, 1))
    out = np.lib.format.open_memmap(tmp_path / "k.npy", mode="w+", dtype="f8", shape=(4, 4))
    assert bc.rbf_kernel(mapped, out=out) is out
    assert_array_equal(out, bc.rbf_kernel(plain))


def test_numbers_of_any_kind():
    x = np.arange(6.0).reshape(3, 2)
    want = bc.rbf_kernel(x, gamma=2.0)
    for gamma in (2, np.float32(2), np.int8(2), np.array(2.0), np.array([2.0])):
        assert_array_equal(bc.rbf_kernel(x, gamma=gamma), want)
    assert_array_equal(bc.gaussian_filter(x, np.int64(1), order=np.uint8(1)), bc.gaussian_filter(x, 1, 1))
