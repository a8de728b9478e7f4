"""Gaussian filters with SciPy's signatures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from . import _core, _scipy_integers
from ._arguments import (
    FLOAT32, FLOAT64, Array, array, bytes_of_mask, integer, integers, is_sequence, number, numbers, viewable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, DTypeLike

# What the library reads as it is, and computes in float32.
_NARROW = (np.dtype(np.uint8), np.dtype(np.uint16), np.dtype(np.int16))

_MAX_AXES = _core.max_axes


@dataclass
class _Call:
    """One filter: how, not of what."""

    sigma: list[float]
    order: list[int]
    mode: list[str]
    cval: Any
    truncate: float
    radius: list[int]
    axes: list[int]
    tolerance: float
    method: str
    mask: Array | None
    nan_is_missing: bool
    min_weight: float
    fill: float | None
    rounding: str
    threads: int
    check_finite: bool

    def params(self) -> _core.FilterParams:
        return _core.FilterParams(
            self.sigma,
            self.order,
            self.mode,
            number(self.cval, "cval"),
            self.truncate,
            self.radius,
            self.axes,
            self.method,
            self.tolerance,
        )

    def options(self) -> _core.FilterOptions:
        return _core.FilterOptions(
            self.mask, self.nan_is_missing, self.min_weight, self.fill, self.threads, self.check_finite
        )

    def is_plain(self) -> bool:
        """Nothing that SciPy does not have."""
        return (
            self.tolerance == 0
            and self.method != "recursive"
            and self.mask is None
            and not self.nan_is_missing
        )


def _call(
    sigma: Any,
    order: Any,
    mode: Any,
    cval: Any,
    truncate: Any,
    radius: Any,
    axes: Any,
    tolerance: Any = 0.0,
    method: str = "auto",
    mask: Any = None,
    nan_is_missing: bool = False,
    min_weight: Any = 0.0,
    fill: Any = None,
    rounding: str = "truncate",
    threads: int = 0,
    check_finite: bool = False,
) -> _Call:
    if rounding not in ("truncate", "nearest"):
        raise _core.Error(f"rounding must be one of truncate, nearest, got {rounding!r}")
    return _Call(
        numbers(sigma, "sigma"),
        integers(order, "order"),
        [str(m) for m in mode] if is_sequence(mode) else [mode],
        cval,
        number(truncate, "truncate"),
        [] if radius is None else integers(radius, "radius"),
        [] if axes is None else integers(axes, "axes"),
        number(tolerance, "tolerance"),
        method,
        bytes_of_mask(mask),
        nan_is_missing,
        number(min_weight, "min_weight"),
        None if fill is None else number(fill, "fill"),
        rounding,
        threads,
        check_finite,
    )


def _output(output: Any, source: Array) -> Array:
    """SciPy's rule: an array, a dtype or its name, or nothing for that of the input."""
    if isinstance(output, np.ndarray):
        if output.shape != source.shape:
            raise _core.Error(f"output must be of shape {source.shape}, got {output.shape}")
        if not output.flags.writeable:
            raise _core.Error("output must be writeable, got a read-only array")
        dtype = output.dtype
    else:
        try:
            dtype = np.dtype(source.dtype if output is None else output).newbyteorder("=")
        except TypeError:
            raise TypeError(f"output must be an array or a dtype, got {output!r}") from None
    if dtype.kind not in "biufc" or (dtype.kind == "f" and dtype.itemsize not in (4, 8)):
        raise TypeError(f"output must be of integers, float32, float64 or complex of these, got {dtype}")
    if (dtype.kind == "c") != (source.dtype.kind == "c"):
        raise TypeError(f"output must be complex where input is, got {dtype} for {source.dtype}")
    return output if isinstance(output, np.ndarray) else np.empty(source.shape, dtype)


def _source(value: Any) -> Array:
    a = array(value, "input")
    if a.dtype in (np.float16, np.longdouble, np.clongdouble):
        raise TypeError(f"input must be of integers, float32, float64 or complex of these, got {a.dtype}")
    if a.ndim > _MAX_AXES:
        raise _core.Error(f"input must have at most {_MAX_AXES} axes, got {a.ndim}")
    return a


def _same_view(a: Array, b: Array) -> bool:
    return (
        a.dtype == b.dtype
        and a.strides == b.strides
        and a.__array_interface__["data"] == b.__array_interface__["data"]
    )


def _apart(source: Array, target: Array) -> Array:
    """The input, copied if the output covers part of it. (Exactly the same place is fine.)"""
    if np.may_share_memory(source, target) and not _same_view(source, target):
        return source.copy()
    return source


_Core = Callable[[Array, Array, _core.FilterParams, _core.FilterOptions], None]


def _by_floats(core: _Core, source: Array, output: Array, call: _Call) -> None:
    """By one call of the library; what it cannot read or write goes by way of float64."""
    narrow = source.dtype in _NARROW
    if narrow and source.dtype == output.dtype and core is _core.gaussian_filter:
        work = output.dtype
    elif output.dtype == FLOAT32 and (narrow or source.dtype == FLOAT32):
        work = FLOAT32
    else:
        work = FLOAT64
    source = viewable(source, None if narrow and work != FLOAT64 else work)
    target = output if output.dtype == work and _core.is_viewable(output) else np.empty(output.shape, work)
    core(_apart(source, target), target, call.params(), call.options())
    if target is not output:
        if output.dtype.kind in "biu" and work == FLOAT64:
            _round_into(output, target)
        else:
            output[...] = target


def _round_into(output: Array, values: Array) -> None:
    """To the nearest integer, within the range; what is missing is 0."""
    np.rint(values, out=values)
    np.nan_to_num(values, copy=False, nan=0.0)
    if output.dtype == np.bool_:
        output[...] = values > 0
        return
    limits = np.iinfo(output.dtype)
    # The highest float64 that is not above the highest integer.
    highest = float(limits.max)
    if int(highest) > limits.max:
        highest = float(np.nextafter(highest, 0))
    output[...] = np.clip(values, limits.min, highest, out=values)


def _with_scipys_integers(source: Array, output: Array, call: _Call) -> None:
    params = call.params()  # checked by the library, as all others are
    choices = _core.filter_choices(source.shape, params)
    count = source.ndim
    axes = [a % count for a in call.axes] or list(range(count))
    modes = dict(zip(axes, call.mode * len(axes) if len(call.mode) == 1 else call.mode))
    if not choices:
        output[...] = source
    elif output.size > 0:
        target = output if _core.is_viewable(output) else np.empty(output.shape, output.dtype)
        _scipy_integers.gaussian_filter(
            _apart(viewable(source), target), target, choices, modes, number(call.cval, "cval"), call.threads
        )
        if target is not output:
            output[...] = target


def _filter(source: Array, output: Array, call: _Call) -> Array:
    if source.dtype.kind == "c":
        _filter(source.real, output.real, replace(call, cval=np.real(call.cval)))
        _filter(source.imag, output.imag, replace(call, cval=np.imag(call.cval)))
    elif source.ndim == 0:
        output[...] = source
    elif output.dtype.kind in "biu" and call.rounding == "truncate":
        if not call.is_plain():
            raise _core.Error(
                "rounding must be 'nearest' for integers with tolerance, method, mask or nan_is_missing, "
                "got 'truncate'"
            )
        _with_scipys_integers(source, output, call)
    else:
        _by_floats(_core.gaussian_filter, source, output, call)
    return output


def gaussian_filter(
    input: ArrayLike,
    sigma: float | Sequence[float],
    order: int | Sequence[int] = 0,
    output: Array | DTypeLike | None = None,
    mode: str | Sequence[str] = "reflect",
    cval: complex = 0.0,
    truncate: float = 4.0,
    *,
    radius: int | Sequence[int] | None = None,
    axes: int | Sequence[int] | None = None,
    tolerance: float = 0.0,
    method: str = "auto",
    mask: ArrayLike | None = None,
    nan_is_missing: bool = False,
    min_weight: float = 0.0,
    fill: float | None = None,
    rounding: str = "truncate",
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """Gaussian filter of an array, or its derivatives.

    Parameters
    ----------
    input : array_like
        Up to 8 axes.
    sigma : float or sequence of float
        Standard deviation in samples, >= 0, for all axes or one for each of `axes`.
    order : int or sequence of int
        Derivative along each axis, 0 to 4.
    output : ndarray or dtype, optional
        Where to, or of which dtype; that of `input` if not given. It may be `input` itself.
    mode : str or sequence of str
        'reflect' ('grid-mirror'), 'mirror', 'nearest', 'wrap' ('grid-wrap'), 'constant'
        ('grid-constant').
    cval : float
        Beyond the ends under 'constant'; finite.
    truncate : float
        The kernel ends at ``int(truncate * sigma + 0.5)`` samples.
    radius : int or sequence of int, optional
        Where it ends, instead.
    axes : int or sequence of int, optional
        The axes to filter; all if not given.
    tolerance : float
        How far off the Gaussian that is not truncated results may be, in parts of the range of
        the input. More than 0 allows recursive filters, whose cost does not depend on sigma.
    method : {'auto', 'fir', 'recursive'}
    mask : array_like, optional
        0 or False where a sample is missing; of the shape of `input`, or 1 along some axes.
        The weights of the others are scaled up.
    nan_is_missing : bool
        NaN is missing, too.
    min_weight : float
        The least share of the kernel that must lie on samples that are there.
    fill : float, optional
        The result where there is less; NaN, in integers 0, if not given.
    rounding : {'truncate', 'nearest'}
        Of integers: 'truncate' cuts fractions off after each axis, which gives SciPy's integers;
        'nearest' rounds once, at the end, is more accurate, and faster for 8 and 16 bit.
    threads : int
        0: as many as OpenMP would. The result does not depend on it, bit for bit.
    check_finite : bool
        Refuse NaN and infinity.

    Returns
    -------
    ndarray

    Notes
    -----
    Takes the place of ``scipy.ndimage.gaussian_filter``, with these differences: float32 is
    computed in float32 (SciPy: in float64, stored as float32 after each axis); a
    negative or NaN sigma, a sigma of 0 with a derivative, and a cval that is not finite are errors;
    derivatives end at the fourth, axes at 8; float16 and longdouble are refused. Errors are both
    ValueError and RuntimeError.
    """
    call = _call(
        sigma, order, mode, cval, truncate, radius, axes, tolerance, method, mask, nan_is_missing,
        min_weight, fill, rounding, threads, check_finite,
    )
    source = _source(input)
    return _filter(source, _output(output, source), call)


def gaussian_filter1d(
    input: ArrayLike,
    sigma: float,
    axis: int = -1,
    order: int = 0,
    output: Array | DTypeLike | None = None,
    mode: str = "reflect",
    cval: complex = 0.0,
    truncate: float = 4.0,
    *,
    radius: int | None = None,
    tolerance: float = 0.0,
    method: str = "auto",
    mask: ArrayLike | None = None,
    nan_is_missing: bool = False,
    min_weight: float = 0.0,
    fill: float | None = None,
    rounding: str = "truncate",
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """Gaussian filter along one axis; arguments and differences as for `gaussian_filter`.

    Takes the place of ``scipy.ndimage.gaussian_filter1d``; with a sigma of 0 the result is the
    input (SciPy's: NaN).
    """
    call = _call(
        number(sigma, "sigma"), integer(order, "order"), mode, cval, truncate, radius, integer(axis, "axis"),
        tolerance, method, mask, nan_is_missing, min_weight, fill, rounding, threads, check_finite,
    )
    source = _source(input)
    if source.ndim == 0:
        raise _core.Error("input must have an axis to filter, got an array of none")
    return _filter(source, _output(output, source), call)


def _term_by_term(
    source: Array, output: Array, call: _Call, order: int, combine: Callable[[Array, Array | None], None]
) -> None:
    """One derivative an axis, each stored in the dtype of the output, as SciPy has it. There the
    mode of an axis is that of all axes of the filter that differentiates along it."""
    axes = [a % source.ndim for a in call.axes] or list(range(source.ndim))
    modes = call.mode * len(axes) if len(call.mode) == 1 else call.mode
    if len(modes) != len(axes):
        raise _core.Error(f"mode must have 1 or {len(axes)} values, got {len(modes)}")
    first = _apart(source, output)
    if first is source and np.may_share_memory(source, output):
        first = source.copy()
    for k, mode in enumerate(modes):
        orders = [order if i == k else 0 for i in range(len(axes))]
        term = output if k == 0 else np.empty(output.shape, output.dtype)
        _filter(first, term, replace(call, order=orders, mode=[mode]))
        combine(output, None if k == 0 else term)


def _derived(core: _Core, source: Array, output: Array, call: _Call) -> bool:
    """By one call of the library, where that gives what SciPy does."""
    if source.dtype.kind == "c" or output.dtype.kind in "biu" or len(set(call.mode)) != 1:
        return False
    _by_floats(core, source, output, call)
    return True


def gaussian_laplace(
    input: ArrayLike,
    sigma: float | Sequence[float],
    output: Array | DTypeLike | None = None,
    mode: str | Sequence[str] = "reflect",
    cval: complex = 0.0,
    *,
    truncate: float = 4.0,
    radius: int | Sequence[int] | None = None,
    axes: int | Sequence[int] | None = None,
    tolerance: float = 0.0,
    method: str = "auto",
    rounding: str = "truncate",
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """Laplacian of the Gaussian-filtered array; arguments as for `gaussian_filter`.

    Takes the place of ``scipy.ndimage.gaussian_laplace``, also in that the mode of an axis is that
    of all axes of the filter that differentiates along it, and in that integers are added up as
    integers; differences as for `gaussian_filter`.
    """
    call = _call(
        sigma, 0, mode, cval, truncate, radius, axes, tolerance, method, rounding=rounding, threads=threads,
        check_finite=check_finite,
    )
    source = _source(input)
    result = _output(output, source)

    def add(total: Array, term: Array | None) -> None:
        if term is not None:
            total += term

    if source.ndim == 0:
        result[...] = source
    elif not _derived(_core.gaussian_laplace, source, result, call):
        _term_by_term(source, result, call, 2, add)
    return result


def gaussian_gradient_magnitude(
    input: ArrayLike,
    sigma: float | Sequence[float],
    output: Array | DTypeLike | None = None,
    mode: str | Sequence[str] = "reflect",
    cval: complex = 0.0,
    *,
    truncate: float = 4.0,
    radius: int | Sequence[int] | None = None,
    axes: int | Sequence[int] | None = None,
    tolerance: float = 0.0,
    method: str = "auto",
    rounding: str = "truncate",
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """Magnitude of the gradient of the Gaussian-filtered array; arguments as for `gaussian_filter`.

    Takes the place of ``scipy.ndimage.gaussian_gradient_magnitude``, also as `gaussian_laplace`
    does; no square of a float overflows.
    """
    call = _call(
        sigma, 0, mode, cval, truncate, radius, axes, tolerance, method, rounding=rounding, threads=threads,
        check_finite=check_finite,
    )
    source = _source(input)
    result = _output(output, source)

    def add_square(total: Array, term: Array | None) -> None:
        if term is None:
            np.multiply(total, total, total)
        else:
            total += term * term

    if source.ndim == 0:
        result[...] = source
    elif not _derived(_core.gaussian_gradient_magnitude, source, result, call):
        _term_by_term(source, result, call, 1, add_square)
        np.sqrt(result, result, casting="unsafe")
    return result


def difference_of_gaussians(
    image: ArrayLike,
    low_sigma: float | Sequence[float],
    high_sigma: float | Sequence[float] | None = None,
    *,
    output: Array | DTypeLike | None = None,
    mode: str | Sequence[str] = "nearest",
    cval: float = 0.0,
    truncate: float = 4.0,
    radius: int | Sequence[int] | None = None,
    axes: int | Sequence[int] | None = None,
    tolerance: float = 0.0,
    method: str = "auto",
    mask: ArrayLike | None = None,
    nan_is_missing: bool = False,
    min_weight: float = 0.0,
    threads: int = 0,
    check_finite: bool = False,
) -> Array:
    """The array filtered with a narrow Gaussian less the array filtered with a wide one.

    Takes the place of ``skimage.filters.difference_of_gaussians``, but for integers, which are
    taken as the numbers they are and give float64 (8 and 16 bit: float32); ``channel_axis`` is
    said by `axes`.

    Parameters
    ----------
    low_sigma, high_sigma : float or sequence of float
        `high_sigma` is 1.6 times `low_sigma` if not given, and nowhere less than it.
    output : ndarray or dtype, optional
        float32 or float64.
    mode, cval, truncate, radius, axes, tolerance, method, mask, nan_is_missing, min_weight, threads, check_finite
        As for `gaussian_filter`.
    """
    call = _call(
        low_sigma, 0, mode, cval, truncate, radius, axes, tolerance, method, mask, nan_is_missing, min_weight,
        threads=threads, check_finite=check_finite,
    )
    source = _source(image)
    if output is None and source.dtype.kind in "biu":
        output = FLOAT32 if source.dtype in _NARROW else FLOAT64
    result = _output(output, source)
    if result.dtype not in (FLOAT32, FLOAT64):
        raise TypeError(f"output must be of dtype float32 or float64, got {result.dtype}")
    wide = [] if high_sigma is None else numbers(high_sigma, "high_sigma")

    def core(a: Array, b: Array, params: _core.FilterParams, options: _core.FilterOptions) -> None:
        _core.difference_of_gaussians(a, b, params, wide, options)

    _by_floats(core, source, result, call)
    return result
