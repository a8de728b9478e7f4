"""Gaussian kernels as arrays of weights, a Gaussian on a grid, and exp."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._arguments import (
    FLOAT32, FLOAT64, Array, integer, integer_pair, number, numbers, pair, real, result, viewable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, DTypeLike


def float_type(dtype: Any) -> np.dtype[Any]:
    wanted = np.dtype(dtype)
    if wanted not in (FLOAT32, FLOAT64):
        raise TypeError(f"dtype must be float32 or float64, got {wanted}")
    return wanted


def _length(value: int, name: str) -> int:
    if value < 0:
        raise _core.Error(f"{name} must be >= 0, got {value}")
    return value


def gkern(kernlen: int = 21, nsig: float = 3) -> Array:
    """The Gaussian kernel of kernlen x kernlen cells that spans nsig standard deviations to
    either side: the mass of each cell, scaled to a sum of 1.

    The same as the NumPy and SciPy snippet of this name (differences of ``norm.cdf``, their outer
    product over its sum), but with all digits in the corners. A larger `nsig` makes a
    narrower kernel; for a given sigma there is `gaussian_kernel_2d`.
    """
    size = _length(integer(kernlen, "kernlen"), "kernlen")
    out = np.empty((size, size))
    _core.gkern(out, number(nsig, "nsig"))
    return out


def gaussian_kernel_1d(
    size: int,
    sigma: float = 1.0,
    *,
    center: float | None = None,
    order: int = 0,
    discretization: str = "sampled",
    normalization: str = "sum",
    dtype: DTypeLike = np.float64,
) -> Array:
    """Weights along one axis.

    Parameters
    ----------
    size : int
    sigma : float
        In cells, >= 0.
    center : float, optional
        Counted from the first cell; the middle, ``(size - 1) / 2``, if not given.
    order : int
        Derivative, 0 to 4.
    discretization : {'sampled', 'mass', 'bessel'}
        The density in the middle of each cell (as SciPy, OpenCV and astropy do), its integral over
        the cell, or the discrete Gaussian of scale space.
    normalization : {'sum', 'density', 'none'}
        To a sum of 1, as the density is, or to a height of 1.
    dtype : float32 or float64

    Returns
    -------
    ndarray of shape (size,)
    """
    out = np.empty(_length(integer(size, "size"), "size"), float_type(dtype))
    middle = None if center is None else number(center, "center")
    _core.gaussian_kernel_1d(
        out, number(sigma, "sigma"), middle, integer(order, "order"), discretization, normalization
    )
    return out


def kernel_2d_params(
    sigma: Any, center: Any, order: Any, theta: Any, discretization: str, normalization: str
) -> _core.Kernel2dParams:
    return _core.Kernel2dParams(
        pair(sigma, "sigma"),
        None if center is None else pair(center, "center"),
        integer_pair(order, "order"),
        number(theta, "theta"),
        discretization,
        normalization,
    )


def gaussian_kernel_2d(
    shape: int | Sequence[int],
    sigma: float | Sequence[float] = 1.0,
    *,
    center: Sequence[float] | None = None,
    order: int | Sequence[int] = 0,
    theta: float = 0.0,
    discretization: str = "sampled",
    normalization: str = "sum",
    dtype: DTypeLike = np.float64,
) -> Array:
    """Weights along two axes, rows first; arguments as for `gaussian_kernel_1d`.

    Parameters
    ----------
    shape : int or (int, int)
    sigma, order : one for both axes, or one for each
    center : (float, float), optional
    theta : float
        Turns the Gaussian from axis 0 towards axis 1, in radians; sampled kernels only.

    Returns
    -------
    ndarray of shape `shape`
    """
    rows, cols = (_length(n, "shape") for n in integer_pair(shape, "shape"))
    out = np.empty((rows, cols), float_type(dtype))
    _core.gaussian_kernel_2d(
        out, kernel_2d_params(sigma, center, order, theta, discretization, normalization)
    )
    return out


def gaussian_2d(
    shape: int | Sequence[int],
    *,
    amplitude: float = 1.0,
    mean: float | Sequence[float] = (0.0, 0.0),
    stddev: float | Sequence[float] | None = None,
    theta: float = 0.0,
    covariance: ArrayLike | None = None,
    origin: float | Sequence[float] = 0.0,
    step: float | Sequence[float] = 1.0,
    dtype: DTypeLike = np.float64,
    out: Array | None = None,
    threads: int = 0,
) -> Array:
    """A Gaussian of a given height on a grid; axis 0 comes first everywhere.

    Parameters
    ----------
    shape : int or (int, int)
    amplitude : float
        The value at the mean.
    mean : (float, float)
    stddev : float or (float, float), optional
        Along the axes of the ellipse; 1 if neither it nor a covariance is given.
    theta : float
        Turns the ellipse from axis 0 towards axis 1, in radians.
    covariance : array_like of shape (2, 2), optional
    origin, step : float or (float, float)
        Index i of axis k is at ``origin[k] + i * step[k]``.
    out : ndarray of shape `shape`, optional
        Then `dtype` says nothing.

    Notes
    -----
    ``astropy.modeling.models.Gaussian2D(A, x_mean, y_mean, x_stddev, y_stddev, theta)`` evaluated
    at ``np.mgrid`` is ``gaussian_2d(shape, amplitude=A, mean=(x_mean, y_mean), stddev=(x_stddev,
    y_stddev), theta=theta)``.
    """
    rows, cols = (_length(n, "shape") for n in integer_pair(shape, "shape"))
    cells = result(out, (rows, cols), float_type(dtype) if out is None else float_type(out.dtype))
    matrix = None
    if covariance is not None:
        given = real(covariance, "covariance")
        if given.shape != (2, 2):
            raise _core.Error(f"covariance must be of shape (2, 2), got {given.shape}")
        matrix = numbers(given.ravel(), "covariance")
    deviations = None if stddev is None else pair(stddev, "stddev")
    _core.gaussian_2d(
        cells, number(amplitude, "amplitude"), pair(mean, "mean"), deviations, number(theta, "theta"), matrix,
        pair(origin, "origin"), pair(step, "step"), threads,
    )
    return cells


def exp(x: ArrayLike, out: Array | None = None) -> Array:
    """exp of each element, at most 1 ulp off, with the same bits on every machine.

    float32 stays float32, all else becomes float64. Results below the smallest normal number are
    0, where NumPy's are subnormal. `out` may be `x`.
    """
    a = real(x, "x")
    dtype = FLOAT32 if a.dtype == FLOAT32 else FLOAT64
    values = result(out, a.shape, dtype)
    source = viewable(a, dtype)
    if not source.flags.c_contiguous:
        source = np.array(source, order="C")
    dense = values if values.flags.c_contiguous and _core.is_viewable(values) else np.empty(a.shape, dtype)
    if np.may_share_memory(source, dense) and source.ctypes.data != dense.ctypes.data:
        source = source.copy()
    _core.exp(source.reshape(-1), dense.reshape(-1))
    if dense is not values:
        values[...] = dense
    return values
