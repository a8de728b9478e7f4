"""Normal densities and their mixtures, at points and on grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._arguments import FLOAT32, FLOAT64, Array, integers, is_sequence, numbers, real, result, viewable
from ._kernels import float_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, DTypeLike


def _means(mean: Any) -> list[list[float]]:
    """One row a component; a single mean makes a single component."""
    a = real(mean, "mean").astype(FLOAT64)
    if a.ndim > 2:
        raise _core.Error(f"mean must have at most 2 axes, components x dimensions, got {a.ndim}")
    return np.atleast_2d(a).tolist()  # type: ignore[no-any-return]


def _covariances(cov: Any, components: int, dimension: int, single: bool) -> list[list[float]]:
    """A variance, variances along the axes, or a matrix; for all components, or one for each."""
    if not single and is_sequence(cov) and len(cov) == components:
        # By position, so that components may say theirs in different ways.
        each = [real(c, f"cov[{k}]") for k, c in enumerate(cov)]
    else:
        each = [real(cov, "cov")] * components
    for a in each:
        if a.shape not in ((), (1,), (dimension,), (dimension, dimension)):
            raise _core.Error(
                f"cov must be a variance, {dimension} variances or a {dimension} x {dimension} matrix, "
                f"for all components or for each of {components}, got shape {a.shape}"
            )
    return [a.astype(FLOAT64).ravel().tolist() for a in each]


class Mixture:
    """A normal distribution, or a weighted mixture of several.

    Parameters
    ----------
    mean : array_like of shape (dimension,) or (components, dimension)
    cov : float or array_like
        A variance, one variance for each dimension, or a matrix; or a sequence of as many of these
        as there are components.
    weights : array_like of shape (components,), optional
        >= 0; 1 each if not given. Densities integrate to their sum.
    combination : {'sum', 'max'}
        'max': the largest of the weighted densities.

    Notes
    -----
    ``Mixture(mean, cov).pdf(x)`` is ``scipy.stats.multivariate_normal(mean, cov).pdf(x)``, but
    singular matrices are refused, and results are arrays also where x is one point; float32 points
    have densities in float32.
    """

    def __init__(
        self,
        mean: ArrayLike,
        cov: Any = 1.0,
        weights: ArrayLike | None = None,
        *,
        combination: str = "sum",
    ) -> None:
        means = _means(mean)
        single = real(mean, "mean").ndim < 2
        self._dimension = len(means[0]) if means else 0
        self._components = len(means)
        shares = [1.0] * len(means) if weights is None else numbers(weights, "weights")
        self._model = _core.Mixture(
            means, _covariances(cov, len(means), self._dimension, single), shares, combination
        )
        # The library checks a model where it is used: here, at no points.
        self._model.at_points(np.empty((0, self._dimension)), np.empty(0), False, 1, False)

    def __repr__(self) -> str:
        return f"Mixture({self._components} components, {self._dimension} dimensions)"

    @property
    def components(self) -> int:
        return self._components

    @property
    def dimension(self) -> int:
        return self._dimension

    def pdf(self, x: ArrayLike, *, out: Array | None = None, threads: int = 0, check_finite: bool = False) -> Array:
        """The density at points.

        Parameters
        ----------
        x : array_like of shape (..., dimension)
            A NaN makes the density of its point NaN.
        out : ndarray of shape (...), optional

        Returns
        -------
        ndarray of shape (...)
            float32 if x is, else float64.
        """
        return self._at(x, False, out, threads, check_finite)

    def logpdf(self, x: ArrayLike, *, out: Array | None = None, threads: int = 0, check_finite: bool = False) -> Array:
        """The logarithm of the density, which does not underflow; arguments as for `pdf`."""
        return self._at(x, True, out, threads, check_finite)

    def pdf_grid(
        self,
        shape: int | Sequence[int],
        *,
        first: float | Sequence[float] | None = None,
        last: float | Sequence[float] | None = None,
        origin: float | Sequence[float] = 0.0,
        step: float | Sequence[float] = 1.0,
        dtype: DTypeLike = np.float64,
        out: Array | None = None,
        threads: int = 0,
    ) -> Array:
        """The density on a grid of 1 to 3 axes, each a dimension, in its order.

        Parameters
        ----------
        shape : int or sequence of int
            Samples along each axis.
        first, last : float or sequence of float, optional
            The first and the last of them, both included, as ``np.linspace`` has them.
        origin, step : float or sequence of float
            Or else: index i of axis k is at ``origin[k] + i * step[k]``.
        dtype : float32 or float64
        out : ndarray of shape `shape`, optional
            Then `dtype` says nothing.

        Notes
        -----
        For a picture, whose rows are y, the transposed result.
        """
        return self._on(shape, False, first, last, origin, step, dtype, out, threads)

    def logpdf_grid(
        self,
        shape: int | Sequence[int],
        *,
        first: float | Sequence[float] | None = None,
        last: float | Sequence[float] | None = None,
        origin: float | Sequence[float] = 0.0,
        step: float | Sequence[float] = 1.0,
        dtype: DTypeLike = np.float64,
        out: Array | None = None,
        threads: int = 0,
    ) -> Array:
        """The logarithm of the density on a grid; arguments as for `pdf_grid`."""
        return self._on(shape, True, first, last, origin, step, dtype, out, threads)

    def _at(self, x: Any, logarithm: bool, out: Any, threads: int, check_finite: bool) -> Array:
        a = real(x, "x")
        if a.ndim == 0 or a.shape[-1] != self._dimension:
            raise _core.Error(f"x must be of shape (..., {self._dimension}), got {a.shape}")
        a = viewable(a, FLOAT32 if a.dtype == FLOAT32 else FLOAT64)
        density = result(out, a.shape[:-1], a.dtype)
        points = int(np.prod(a.shape[:-1], dtype=np.intp))
        # One axis of points; a view wherever strides allow it.
        flat = density.reshape(points)
        rows = a.reshape(points, self._dimension)
        self._model.at_points(rows, flat, logarithm, threads, check_finite)
        if not np.may_share_memory(flat, density):
            density[...] = flat.reshape(density.shape)
        return density

    def _on(
        self, shape: Any, logarithm: bool, first: Any, last: Any, origin: Any, step: Any, dtype: Any, out: Any,
        threads: int,
    ) -> Array:
        extents = tuple(integers(shape, "shape"))
        count = len(extents)
        if count != self._dimension or count > 3 or min(extents) < 0:
            raise _core.Error(f"shape must be {min(self._dimension, 3)} extents >= 0, got {extents}")
        if (first is None) != (last is None):
            raise _core.Error("first and last must be given together, got one of them")
        if first is not None:
            starts, ends = _each(first, "first", count), _each(last, "last", count)
            steps = [
                (e - s) / (n - 1) if n > 1 else 1.0 for s, e, n in zip(starts, ends, extents)
            ]
            if 0 in steps:
                raise _core.Error(f"last must differ from first along each axis, got {ends} and {starts}")
        else:
            starts, steps = _each(origin, "origin", count), _each(step, "step", count)
        cells = result(out, extents, float_type(dtype) if out is None else float_type(out.dtype))
        rest = 3 - count
        self._model.on_grid(starts + [0.0] * rest, steps + [1.0] * rest, cells, logarithm, threads)
        return cells


def _each(value: Any, name: str, count: int) -> list[float]:
    values = numbers(value, name)
    if len(values) not in (1, count):
        raise _core.Error(f"{name} must have 1 or {count} values, got {len(values)}")
    return values * count if len(values) == 1 else values
