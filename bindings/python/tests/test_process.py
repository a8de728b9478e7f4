"""Threads, signals, memory, instruction sets: what concerns the process."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import bellcurve as bc
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal


def test_many_threads_at_once():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(120, 20)).astype(np.float32)
    image = rng.normal(size=(90, 80))
    pixels = (rng.uniform(size=(90, 80)) * 255).astype(np.uint8)
    plan = bc.RBFPlan(x)
    calls = [
        lambda: bc.rbf_kernel(x),
        lambda: bc.rbf_apply(x, x),
        lambda: plan.rows([3, 1], 0.5),
        lambda: bc.gaussian_filter(image, 2),
        lambda: bc.gaussian_filter(pixels, 2),
        lambda: bc.gkern(31),
        lambda: bc.block_pool(image, np.ones((9, 8))),
        lambda: bc.Mixture([0, 0]).pdf_grid((50, 60)),
    ]
    want = [call() for call in calls]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(10):
            for got, right in zip(pool.map(lambda call: call(), calls), want):
                assert_array_equal(got, right)


def test_other_threads_run_meanwhile():
    """Without the GIL: a thread counts while another one is in the library."""
    x = np.zeros((3000, 40))
    count, done = 0, threading.Event()

    def work():
        bc.rbf_kernel(x, threads=1)
        done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not done.is_set():
        count += 1
        time.sleep(0)
    worker.join()
    assert count > 50


def calls_with_threads(x):
    image = (x * 40).astype(np.uint8)
    return [
        bc.rbf_kernel(x, threads=3),
        bc.rbf_kernel(x, engine="fused", threads=3),
        bc.gaussian_filter(x, 2, threads=3),
        bc.gaussian_filter(image, 2, threads=3),
        bc.gaussian_filter(image, 2, rounding="nearest", threads=3),
    ]


def test_forked_children_do_not_hang():
    x = np.random.default_rng(0).normal(size=(400, 300))
    want = calls_with_threads(x)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for got in pool.map_async(calls_with_threads, [x, x]).get(timeout=100):
            for a, b in zip(got, want):
                assert_array_equal(a, b)


def test_a_signal_ends_a_long_call():
    class Alarm(Exception):
        pass

    def raise_it(number, frame):
        raise Alarm

    before = signal.signal(signal.SIGALRM, raise_it)
    x = np.zeros((1, 64), np.float32).repeat(200_000, axis=0)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        start = time.monotonic()
        with pytest.raises(Alarm):
            bc.rbf_apply(x, np.ones(len(x), np.float32))  # minutes
        assert time.monotonic() - start < 20
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_nothing_leaks():
    x = np.random.default_rng(0).normal(size=(20, 5))
    image, out = np.zeros((20, 30)), np.zeros((20, 20))

    def calls():
        bc.rbf_kernel(x, out=out)
        bc.rbf_kernel(x.tolist(), gamma=1, lengthscale=None)
        bc.rbf_apply(x, x[:, 0])
        bc.RBFPlan(x).rows([1, 2])
        bc.rbf_log_density(x, x, weights=np.ones(20))
        bc.gaussian_filter(image, [1, 2], mode=["wrap", "nearest"], mask=np.ones(image.shape))
        bc.gaussian_filter(image.astype(np.uint8), 1)
        bc.gaussian_laplace(image, 1)
        bc.Mixture([[0, 0], [1, 1]]).pdf_grid((5, 5))
        bc.block_pool(image, np.ones((2, 2)), mask=np.ones(image.shape))
        bc.gkern(5)
        bc.exp(x)
        for wrong in ({"gamma": -1}, {"gamma": "x"}, {"engine": "x"}, {"out": image}):
            with pytest.raises((bc.Error, TypeError)):
                bc.rbf_kernel(x, **wrong)

    held = (x, image, out, bc.Error, np.dtype("f8"), np.dtype("f4"))
    for _ in range(3):
        calls()
    gc.collect()
    references = [sys.getrefcount(o) for o in held]
    tracemalloc.start()
    try:
        calls()
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(50):
            calls()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    # 50 rounds: a single object a round would be 50 times its 16 bytes or more, and these calls
    # make hundreds. What remains is Python's own caches.
    assert grown < 4000
    for o, was in zip(held, references):
        assert abs(sys.getrefcount(o) - was) <= 3


def test_instruction_sets_agree():
    x = np.random.default_rng(0).normal(size=(40, 20)).astype(np.float32)
    first = bc.active_isa()
    assert first == bc.info()["isa"] and first in bc.available_isas()
    want = bc.rbf_kernel(x)
    try:
        for isa in bc.available_isas():
            bc.set_isa(isa)
            assert bc.active_isa() == isa
            assert_allclose(bc.rbf_kernel(x), want, rtol=1e-4, atol=1e-6)
    finally:
        bc.set_isa(first)


def test_info():
    told = bc.info()
    assert told["version"] == bc.__version__ and bc.__version__.count(".") == 2
    # NumPy's own BLAS is in this process, too.
    assert told["blas"]["usable"] or not told["blas"]["built_in"] or told["blas"]["problem"]
    assert told["threads"] >= 1


def test_an_instruction_set_that_is_not_there():
    child = subprocess.run(
        [sys.executable, "-c", "import bellcurve; bellcurve.rbf_kernel([[1.0]])"],
        env={**os.environ, "BELLCURVE_ISA": "mmx"},
        capture_output=True,
        text=True,
    )
    assert child.returncode == 1
    last = child.stderr.strip().splitlines()[-1]
    assert last.startswith("bellcurve.Error") and "mmx" in last


# --- arrays of more than 2^31 elements ---------------------------------------------------------


@pytest.mark.nightly
def test_more_than_2_31_pixels():
    """4.3 GB in all: uint8 in place, rows of which a few are not 0."""
    columns = 1 << 16
    image = np.zeros(((1 << 15) + 8, columns), np.uint8)
    rows = (3, 1 << 14, image.shape[0] - 2)
    for row in rows:
        image[row, columns // 2] = 200
    patch = np.zeros((41, 41), np.uint8)
    patch[20, 20] = 200
    want = bc.gaussian_filter(patch, 1, rounding="nearest")
    bc.gaussian_filter(image, 1, rounding="nearest", output=image)
    assert image.size > 2**31
    got = image[rows[1] - 20 : rows[1] + 21, columns // 2 - 20 : columns // 2 + 21]
    assert_array_equal(got, want)
    assert int(image[-9:].sum()) > 150 and int(image[100:200].max()) == 0


@pytest.mark.nightly
def test_more_than_2_31_pixels_as_scipy_has_them():
    image = np.zeros((4, (1 << 29) + 16), np.uint8)
    image[2, -5] = 200
    bc.gaussian_filter(image, 1, output=image)
    from scipy import ndimage

    patch = np.zeros((4, 40), np.uint8)
    patch[2, -5] = 200
    assert_array_equal(image[:, -40:], ndimage.gaussian_filter(patch, 1))


@pytest.mark.nightly
def test_a_product_over_more_than_2_31_numbers():
    """Points in a mapped file that is nearly all hole: 2^31 numbers are read, few stored."""
    import tempfile

    with tempfile.TemporaryFile() as f:
        f.truncate(4 * ((1 << 31) + 64))
        x = np.memmap(f, np.float32, "r", shape=((1 << 26) + 2, 32))
        got = bc.rbf_apply(x[-1:], np.ones(len(x)), x, gamma=1)
    assert_allclose(got, [len(x)])
