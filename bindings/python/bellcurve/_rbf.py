"""The RBF kernel: matrices, products, densities, plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from . import _core
from ._arguments import FLOAT32, FLOAT64, Array, float_dtype, number, numbers, real, result, viewable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike


def _points(X: Any, name: str) -> Array:
    a = real(X, name)
    if a.ndim != 2:
        raise _core.Error(f"{name} must have 2 axes, points x features, got {a.ndim}")
    return a


def _pair_of_points(X: Any, Y: Any) -> tuple[Array, Array | None]:
    """X and Y in one type; no Y where it is X itself."""
    x = _points(X, "X")
    if Y is None or Y is X:
        return viewable(x, float_dtype(x)), None
    y = _points(Y, "Y")
    dtype = float_dtype(x, y)
    return viewable(x, dtype), viewable(y, dtype)


def _params(gamma: Any, lengthscale: Any, variance: Any = 1.0, noise: Any = 0.0) -> _core.RbfParams:
    return _core.RbfParams(
        None if gamma is None else number(gamma, "gamma"),
        [] if lengthscale is None else numbers(lengthscale, "lengthscale"),
        number(variance, "variance"),
        number(noise, "noise"),
    )


def _options(engine: str, uplo: str, center: Any, threads: int, check_finite: bool) -> _core.RbfOptions:
    return _core.RbfOptions(
        engine, uplo, [] if center is None else numbers(center, "center"), threads, check_finite
    )


def _vectors(v: Any, points: np.dtype[Any]) -> tuple[Array, bool]:
    """v as a matrix in the type of its product, and whether it was a single vector."""
    a = real(v, "v")
    if a.ndim not in (1, 2):
        raise _core.Error(f"v must have 1 or 2 axes, got {a.ndim}")
    a = viewable(a, FLOAT32 if points == a.dtype == FLOAT32 else FLOAT64)
    return (a[:, None], True) if a.ndim == 1 else (a, False)


def _product(out: Any, rows: int, v: Array, single: bool) -> tuple[Array, Array]:
    """What is returned, and the same as a matrix."""
    shape = (rows,) if single else (rows, v.shape[1])
    given = result(out, shape, v.dtype)
    return given, given[:, None] if single else given


def rbf_kernel(
    X: ArrayLike,
    Y: ArrayLike | None = None,
    gamma: float | None = None,
    *,
    variance: float = 1.0,
    lengthscale: float | ArrayLike | None = None,
    noise: float = 0.0,
    out: Array | None = None,
    engine: str = "auto",
    uplo: str = "full",
    center: ArrayLike | None = None,
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """RBF kernel matrix, ``variance * exp(-gamma * |x_i - y_j|^2)``.

    Parameters
    ----------
    X : array_like of shape (n, features)
    Y : array_like of shape (m, features), optional
        Not given, or X itself: X with itself, for half the work, exactly symmetric.
    gamma : float, optional
        Finite and > 0; 1 / features if neither it nor `lengthscale` is given.
    variance : float
        Finite and > 0.
    lengthscale : float or array_like of shape (features,), optional
        ``gamma = 1 / (2 lengthscale**2)``, for each feature if there are several.
    noise : float
        Added to the diagonal; only without Y.
    out : ndarray of shape (n, m), optional
        Any strides; must not overlap X or Y.
    engine : {'auto', 'blas', 'fused'}
    uplo : {'full', 'lower', 'upper'}
        Only without Y: the triangle to compute. The other one of `out` is left alone, and 0
        where there is no `out`.
    center : array_like of shape (features,), optional
        Subtracted from all points first; the mean of X if not given.
    threads : int
        0: as many as OpenMP would. The result does not depend on it, bit for bit.
    check_finite : bool
        Refuse NaN and infinity.

    Returns
    -------
    ndarray of shape (n, m)
        float32 if X and Y are, else float64.

    Notes
    -----
    Takes the place of ``sklearn.metrics.pairwise.rbf_kernel``, with these differences: float32 is
    computed in float32, pairs that cancel are found and computed again (scikit-learn computes
    in float64, and takes twice the memory or more); ``gamma <= 0`` is an error; a row with NaN or infinity
    gives NaN in its row or column, and is an error only with ``check_finite=True``; no rows are no
    error; sparse matrices are.
    """
    x, y = _pair_of_points(X, Y)
    shape = (x.shape[0], (x if y is None else y).shape[0])
    k = result(out, shape, x.dtype)
    if out is None and uplo != "full":
        k[...] = 0
    _core.rbf_kernel(
        x, y, k, _params(gamma, lengthscale, variance, noise), _options(engine, uplo, center, threads, check_finite)
    )
    return k


def rbf_apply(
    X: ArrayLike,
    v: ArrayLike,
    Y: ArrayLike | None = None,
    *,
    gamma: float | None = None,
    variance: float = 1.0,
    lengthscale: float | ArrayLike | None = None,
    noise: float = 0.0,
    out: Array | None = None,
    engine: str = "auto",
    center: ArrayLike | None = None,
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """``rbf_kernel(X, Y) @ v`` without the matrix.

    Parameters
    ----------
    X : array_like of shape (n, features)
    v : array_like of shape (m,) or (m, columns)
        NaN and infinity in it reach all of their column of the result.
    Y : array_like of shape (m, features), optional
        Not given, or X itself: X, for half the work.
    out : ndarray of shape (n,) or (n, columns), optional
        Must not overlap X, Y or v.
    gamma, variance, lengthscale, noise, engine, center, threads, check_finite
        As for `rbf_kernel`.

    Returns
    -------
    ndarray of shape (n,) or (n, columns)
        float32 if X, Y and v are, else float64. (X and Y in float32 and v in float64: elements of
        the matrix in float32, products and sums in float64.)
    """
    x, y = _pair_of_points(X, Y)
    columns, single = _vectors(v, x.dtype)
    given, product = _product(out, x.shape[0], columns, single)
    _core.rbf_apply(
        x,
        y,
        columns,
        product,
        _params(gamma, lengthscale, variance, noise),
        _options(engine, "full", center, threads, check_finite),
    )
    return given


class RBFPlan:
    """Points prepared once, for many kernel matrices, rows of them, and products.

    Parameters
    ----------
    X : array_like of shape (n, features)
        Copied.
    engine : {'auto', 'fused'}
    center, threads, check_finite
        As for `rbf_kernel`; `threads` is that of the preparation.

    Notes
    -----
    gamma and lengthscale are given to each call, one lengthscale for all features. Calls may be
    made from several threads at once. Elements are those of ``rbf_kernel(X)``, bit for bit.
    """

    def __init__(
        self,
        X: ArrayLike,
        *,
        engine: str = "auto",
        center: ArrayLike | None = None,
        threads: int = 0,
        check_finite: bool = False,
    ) -> None:
        x = _points(X, "X")
        x = viewable(x, float_dtype(x))
        self._dtype = x.dtype
        self._plan = _core.Plan(x, _options(engine, "full", center, threads, check_finite))

    def __repr__(self) -> str:
        return f"RBFPlan({self.points} points, {self.features} features, {self.dtype})"

    @property
    def points(self) -> int:
        return self._plan.points

    @property
    def features(self) -> int:
        return self._plan.features

    @property
    def dtype(self) -> np.dtype[Any]:
        """That of K: float32 or float64."""
        return self._dtype

    def kernel(
        self,
        gamma: float | None = None,
        *,
        variance: float = 1.0,
        lengthscale: float | None = None,
        noise: float = 0.0,
        out: Array | None = None,
        uplo: str = "full",
        threads: int = 0,
    ) -> Array:
        """The matrix of all points with themselves; arguments as for `rbf_kernel`."""
        k = result(out, (self.points, self.points), self._dtype)
        if out is None and uplo != "full":
            k[...] = 0
        self._plan.fill(_params(gamma, lengthscale, variance, noise), k, uplo, threads)
        return k

    def rows(
        self,
        indices: ArrayLike,
        gamma: float | None = None,
        *,
        variance: float = 1.0,
        lengthscale: float | None = None,
        noise: float = 0.0,
        out: Array | None = None,
        threads: int = 0,
    ) -> Array:
        """Some rows of the matrix.

        Parameters
        ----------
        indices : array_like of int, shape (r,)
            From 0 to n - 1, in any order; may repeat.
        out : ndarray of shape (r, n), optional
        """
        which = np.asarray(indices)
        if which.size == 0:
            which = which.astype(np.intp)
        if which.dtype.kind not in "iu":
            raise TypeError(f"indices must be integers, got an array of dtype {which.dtype}")
        if which.ndim != 1:
            raise _core.Error(f"indices must have 1 axis, got {which.ndim}")
        which = np.ascontiguousarray(which, np.intp)
        k = result(out, (which.size, self.points), self._dtype)
        self._plan.rows(which, _params(gamma, lengthscale, variance, noise), k, threads)
        return k

    def apply(
        self,
        v: ArrayLike,
        gamma: float | None = None,
        *,
        variance: float = 1.0,
        lengthscale: float | None = None,
        noise: float = 0.0,
        out: Array | None = None,
        threads: int = 0,
    ) -> Array:
        """The matrix times v; arguments as for `rbf_apply`."""
        columns, single = _vectors(v, self._dtype)
        given, product = _product(out, self.points, columns, single)
        self._plan.apply(_params(gamma, lengthscale, variance, noise), columns, product, threads)
        return given


def _density(
    X: Any,
    Y: Any,
    gamma: Any,
    lengthscale: Any,
    weights: Any,
    logarithm: bool,
    out: Any,
    engine: str,
    center: Any,
    threads: int,
    check_finite: bool,
) -> Array:
    x, y = _pair_of_points(X, Y)
    shares = None if weights is None else np.ascontiguousarray(real(weights, "weights"), FLOAT64)
    density = result(out, (x.shape[0],), FLOAT64)
    # Where `out` has gaps, by way of an array that has none.
    dense = density if density.flags.c_contiguous else np.empty_like(density, order="C")
    _core.rbf_density(
        x,
        x if y is None else y,
        shares,
        dense,
        logarithm,
        _params(gamma, lengthscale),
        _options(engine, "full", center, threads, check_finite),
    )
    if dense is not density:
        density[...] = dense
    return density


def rbf_density(
    X: ArrayLike,
    Y: ArrayLike,
    gamma: float | None = None,
    *,
    lengthscale: float | ArrayLike | None = None,
    weights: ArrayLike | None = None,
    out: Array | None = None,
    engine: str = "auto",
    center: ArrayLike | None = None,
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """Kernel density estimate: the mean of normal densities about the rows of Y, at those of X.

    Parameters
    ----------
    X : array_like of shape (n, features)
        Where the density is wanted.
    Y : array_like of shape (m, features)
        The data.
    gamma, lengthscale : optional
        `lengthscale` is the bandwidth (scikit-learn's ``KernelDensity(bandwidth)``), for all
        features or one for each; ``gamma = 1 / (2 bandwidth**2)``. Neither: gamma is 1 / features.
    weights : array_like of shape (m,), optional
        >= 0, not all 0.
    out : float64 ndarray of shape (n,), optional
    engine, center, threads, check_finite
        As for `rbf_kernel`.

    Returns
    -------
    float64 ndarray of shape (n,)

    Notes
    -----
    Far from all data densities vanish; `rbf_log_density` keeps their logarithms. Nothing is left
    out or approximated (scikit-learn's ``rtol=0, atol=0``).
    """
    return _density(
        X, Y, gamma, lengthscale, weights, False, out, engine, center, threads, check_finite
    )


def rbf_log_density(
    X: ArrayLike,
    Y: ArrayLike,
    gamma: float | None = None,
    *,
    lengthscale: float | ArrayLike | None = None,
    weights: ArrayLike | None = None,
    out: Array | None = None,
    engine: str = "auto",
    center: ArrayLike | None = None,
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """Logarithm of `rbf_density`, finite however far from all data: ``score_samples`` of
    scikit-learn's ``KernelDensity``. Arguments as for `rbf_density`."""
    return _density(
        X, Y, gamma, lengthscale, weights, True, out, engine, center, threads, check_finite
    )


class RBFBound:
    """How far elements of an RBF kernel matrix may be from their exact values.

    Attributes
    ----------
    absolute : float
        On ``|K - exact| / variance``.
    """

    def __init__(self, absolute: float, least: float, slope: float, rounding: float) -> None:
        self.absolute = absolute
        self._least, self._slope, self._rounding = least, slope, rounding

    def relative(self, exponent: ArrayLike) -> Any:
        """On ``|K - exact| / exact`` of a pair with this ``gamma |x - y|^2``."""
        return np.maximum(self._least, self._slope * np.asarray(exponent, FLOAT64)) + self._rounding


def rbf_error_bound(
    features: int,
    gamma: float | None = None,
    *,
    lengthscale: float | ArrayLike | None = None,
    engine: str = "auto",
    dtype: DTypeLike = np.float64,
) -> RBFBound:
    """The documented bounds on the error of `rbf_kernel`, as numbers."""
    if np.dtype(dtype) not in (FLOAT32, FLOAT64):
        raise TypeError(f"dtype must be float32 or float64, got {np.dtype(dtype)}")
    bound = _core.rbf_error_bound_f32 if np.dtype(dtype) == FLOAT32 else _core.rbf_error_bound_f64
    return RBFBound(*bound(features, _params(gamma, lengthscale), engine))
