"""Filters into integers with the results of scipy.ndimage, to the last count.

SciPy stores what each axis gives in the dtype of the output, fractions cut off. The library rounds
once, so this is done apart: an axis at a time, with SciPy's weights.
"""

from __future__ import annotations

import numpy as np

from . import _core
from ._arguments import Array


def weights(sigma: float, order: int, radius: int) -> Array:
    """The order-th derivative of a sampled Gaussian whose weights sum to 1, for a correlation."""
    x = np.arange(-radius, radius + 1)
    variance = sigma * sigma
    bell = np.exp(-0.5 / variance * x**2)
    bell = bell / bell.sum()
    # d/dx (q(x) bell(x)) = (q'(x) - q(x) x / variance) bell(x)
    q = np.zeros(order + 1)
    q[0] = 1
    for _ in range(order):
        derivative = np.append(np.arange(1, order + 1) * q[1:], 0)
        q = derivative + np.append(0, q[:-1] * (-1 / variance))
    if order > 0:
        bell = (x[:, None] ** np.arange(order + 1)).dot(q) * bell
    # Reversed, since a correlation looks the other way than a derivative.
    return np.ascontiguousarray(bell[::-1])


def gaussian_filter(
    source: Array,
    output: Array,
    choices: list[tuple[int, float, int, int]],
    modes: dict[int, str],
    cval: float,
    threads: int,
) -> None:
    """Filters `source` along the axes of `choices`, into integers."""

    def plain(a: Array) -> Array:
        return a.view(np.uint8) if a.dtype == np.bool_ else a

    for axis, sigma, order, radius in choices:
        _core.correlate1d_as_scipy(
            plain(source), plain(output), axis, weights(sigma, order, radius), modes[axis], cval, threads
        )
        source = output
