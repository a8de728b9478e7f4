"""Pooling: each block of a matrix becomes one number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._arguments import (
    FLOAT32, FLOAT64, Array, bytes_of_mask, integer, integer_pair, real, result, viewable,
)
from ._kernels import kernel_2d_params

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

# What the library reads as it is, for results in float32.
_NARROW = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.int16))


def _options(
    stride: Any, remainder: str, batch_axes: Any, channels: bool, mask: Any, threads: int, check_finite: bool
) -> _core.PoolOptions:
    return _core.PoolOptions(
        None if stride is None else integer_pair(stride, "stride"),
        remainder,
        integer(batch_axes, "batch_axes"),
        channels,
        bytes_of_mask(mask),
        threads,
        check_finite,
    )


def _pooled_shape(
    shape: tuple[int, ...], block: tuple[int, int], stride: Any, remainder: str, batch_axes: int, channels: bool
) -> tuple[int, ...]:
    axes = batch_axes + 2 + int(channels)
    if len(shape) != axes or batch_axes < 0:
        raise _core.Error(
            f"matrix must have {axes} axes (batch_axes {batch_axes}, rows, columns, channels {channels}), "
            f"got shape {shape}"
        )
    steps = block if stride is None else integer_pair(stride, "stride")
    return (
        *shape[:batch_axes],
        *(
            _core.pooled_extent(shape[batch_axes + k], block[k], steps[k], remainder)
            for k in range(2)
        ),
        *shape[batch_axes + 2 :],
    )


def _as_pooled(matrix: Array, dtype: np.dtype[Any]) -> Array:
    as_it_is = dtype == FLOAT32 and matrix.dtype in _NARROW
    return viewable(matrix, None if as_it_is else dtype)


def block_pool(
    matrix: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: int | Sequence[int] | None = None,
    remainder: str = "error",
    batch_axes: int = 0,
    channels: bool = False,
    mask: ArrayLike | None = None,
    out: Array | None = None,
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """The sum of each block of a matrix times a kernel, which is used as given, neither
    normalized nor flipped.

    Parameters
    ----------
    matrix : array_like of shape ([batch...,] M, N [, channels])
    kernel : array_like of shape (K, L)
    stride : int or (int, int), optional
        From one block to the next; that of the kernel if not given.
    remainder : {'error', 'crop', 'pad'}
        What becomes of rows and columns at the end that fill no block.
    batch_axes : int
        Axes before the rows.
    channels : bool
        Whether the last axis holds channels, each pooled for itself.
    mask : array_like of shape (M, N), optional
        0 or False where a cell does not count; sums are scaled up by the weights of the rest.
    out : ndarray, optional
        Must not overlap the others.
    threads : int
        0: as many as OpenMP would. The result does not depend on it, bit for bit.
    check_finite : bool
        Refuse NaN and infinity.

    Returns
    -------
    ndarray of shape ([batch...,] M // K, N // L [, channels])
        float32 or float64, as NumPy combines the dtypes of both; a kernel that is no array (a list)
        takes that of the matrix, and 8 and 16 bit integers then give float32.

    Notes
    -----
    ``(matrix.reshape(M // K, K, N // L, L) * kernel[:, None, :]).sum(axis=(1, 3))`` of NumPy.
    """
    a, weights = real(matrix, "matrix"), real(kernel, "kernel")
    if weights.ndim != 2:
        raise _core.Error(f"kernel must have 2 axes, got {weights.ndim}")
    if isinstance(kernel, np.ndarray):
        dtype = FLOAT32 if np.result_type(a, weights) in (np.float16, np.float32) else FLOAT64
    else:
        dtype = FLOAT32 if a.dtype == FLOAT32 or a.dtype in _NARROW else FLOAT64
    block = (weights.shape[0], weights.shape[1])
    shape = _pooled_shape(a.shape, block, stride, remainder, integer(batch_axes, "batch_axes"), channels)
    pooled = result(out, shape, dtype)
    options = _options(stride, remainder, batch_axes, channels, mask, threads, check_finite)
    _core.block_pool(_as_pooled(a, dtype), viewable(weights, dtype), pooled, options)
    return pooled


def gaussian_pool(
    matrix: ArrayLike,
    block: int | Sequence[int],
    sigma: float | Sequence[float],
    *,
    center: Sequence[float] | None = None,
    discretization: str = "sampled",
    normalization: str = "sum",
    stride: int | Sequence[int] | None = None,
    remainder: str = "error",
    batch_axes: int = 0,
    channels: bool = False,
    mask: ArrayLike | None = None,
    out: Array | None = None,
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """`block_pool` with ``gaussian_kernel_2d(block, sigma, ...)``.

    Returns
    -------
    ndarray
        float32 for float32 and for 8 and 16 bit integers, else float64.
    """
    a = real(matrix, "matrix")
    dtype = FLOAT32 if a.dtype == FLOAT32 or a.dtype in _NARROW else FLOAT64
    cells = integer_pair(block, "block")
    shape = _pooled_shape(a.shape, cells, stride, remainder, integer(batch_axes, "batch_axes"), channels)
    pooled = result(out, shape, dtype)
    params = kernel_2d_params(sigma, center, 0, 0.0, discretization, normalization)
    options = _options(stride, remainder, batch_axes, channels, mask, threads, check_finite)
    _core.gaussian_pool(_as_pooled(a, dtype), cells, params, pooled, options)
    return pooled
