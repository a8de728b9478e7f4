"""What one would write in Python, timed on request: see perf/support/python_peer.hpp.

Reads lines from standard input, answers each with one:
  prepare NAME NUMBERS...  ->  "ready CHECKSUM", or "missing WHY"
  time REPETITIONS         ->  seconds that so many runs of what was prepared took
The checksum is the sum of the results in float64; whoever asks compares it with their own, since
two programs that do not compute the same are not worth comparing.
"""
import sys
import time


def scattered(rows, cols):
    """The numbers that perf/compare/scattered.hpp has, too."""
    import numpy as np

    i = np.arange(rows * cols, dtype=np.uint32)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        i = (i ^ i >> np.uint32(shift)) * np.uint32(factor)
    i ^= i >> np.uint32(16)
    return (i >> np.uint32(8)).astype(np.float32).reshape(rows, cols) * np.float32(2**-24)


def pool(side, block):
    import numpy as np

    matrix = scattered(side, side)
    kernel = scattered(block, block) + np.float32(0.5)
    return matrix.reshape(side // block, block, side // block, block), kernel


def pool_tensordot(side, block):
    import numpy as np

    blocks, kernel = pool(side, block)
    return lambda: np.tensordot(blocks, kernel, axes=((1, 3), (0, 1)))


def pool_reshape_sum(side, block):
    blocks, kernel = pool(side, block)
    weights = kernel[None, :, None, :]
    return lambda: (blocks * weights).sum(axis=(1, 3))


def grid_of_points(side):
    import numpy as np

    axis = np.linspace(-3, 3, side)
    return np.dstack(np.meshgrid(axis, axis))


def mixture(side, covariances):
    from scipy.stats import multivariate_normal

    points = grid_of_points(side)
    first, second = (multivariate_normal(mean, c) for mean, c in zip(((-1, -1), (1, 1)), covariances))
    return lambda: first.pdf(points) + second.pdf(points)


def mixture_general(side):
    return mixture(side, ([[1, 0.5], [0.5, 0.75]], [[0.5, -0.25], [-0.25, 1]]))


def heat_map(side):
    return mixture(side, ([[1, 0], [0, 1]], [[1, 0], [0, 1]]))


def gkern(size):
    import numpy as np
    import scipy.stats as st

    def run(nsig=3):
        x = np.linspace(-nsig, nsig, size + 1)
        one = np.diff(st.norm.cdf(x))
        both = np.outer(one, one)
        return both / both.sum()

    return run


def filtered(array, sigma):
    from scipy.ndimage import gaussian_filter

    return lambda: gaussian_filter(array, sigma)


def filter_image(side, sigma):
    return filtered(scattered(side, side), sigma)


def filter_volume(side, sigma):
    return filtered(scattered(side * side, side).reshape(side, side, side), sigma)


def rbf_sklearn(n, d):
    from sklearn.metrics.pairwise import rbf_kernel

    x = scattered(n, d)
    return lambda: rbf_kernel(x, x.copy(), gamma=0.5)


def rbf_numexpr(n, d):
    import numexpr
    import numpy as np

    x = scattered(n, d)
    half = np.float32(0.5)

    def run():
        a = (x * x).sum(axis=1)
        return numexpr.evaluate(
            "exp(-g * (a + b - two * c))",
            {"g": half, "a": a[:, None], "b": a[None, :], "c": x @ x.T, "two": np.float32(2)},
        )

    return run


OPERATIONS = {
    f.__name__: f
    for f in (
        pool_tensordot, pool_reshape_sum, mixture_general, heat_map, gkern, filter_image, filter_volume,
        rbf_sklearn, rbf_numexpr
    )
}


def main():
    work = None
    for line in sys.stdin:
        verb, *words = line.split()
        if verb == "prepare":
            work = None  # frees what came before
            try:
                work = OPERATIONS[words[0]](*map(int, words[1:]))
                print("ready", repr(float(work().sum(dtype="float64"))), flush=True)
            except ImportError as e:
                print("missing", str(e).replace("\n", " "), flush=True)
        else:
            start = time.perf_counter()
            for _ in range(int(words[0])):
                work()
            print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
