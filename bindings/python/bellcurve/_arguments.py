"""What all functions do with their arguments: numbers, arrays in, arrays out."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

import numpy as np

from . import _core

Array = np.ndarray[Any, np.dtype[Any]]

FLOAT32: np.dtype[Any] = np.dtype(np.float32)
FLOAT64: np.dtype[Any] = np.dtype(np.float64)


def number(value: Any, name: str) -> float:
    """A float out of anything that is a number."""
    if not isinstance(value, (str, bytes, bytearray)):
        try:
            return float(value)
        except (TypeError, ValueError):
            pass
    raise TypeError(f"{name} must be a number, got {value!r}")


def integer(value: Any, name: str) -> int:
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, got {value!r}") from None


def is_sequence(value: Any) -> bool:
    # An array without axes has the method of an iterable, and cannot be iterated over.
    return (
        isinstance(value, Iterable)
        and not isinstance(value, (str, bytes))
        and getattr(value, "ndim", 1) != 0
    )


def numbers(value: Any, name: str) -> list[float]:
    """One number, or a sequence of them."""
    if is_sequence(value):
        return [number(v, f"{name}[{k}]") for k, v in enumerate(value)]
    return [number(value, name)]


def integers(value: Any, name: str) -> list[int]:
    if is_sequence(value):
        return [integer(v, f"{name}[{k}]") for k, v in enumerate(value)]
    return [integer(value, name)]


def pair(value: Any, name: str) -> tuple[float, float]:
    """A number for both axes, or one for each."""
    values = numbers(value, name)
    if len(values) not in (1, 2):
        raise _core.Error(f"{name} must have 1 or 2 values, got {len(values)}")
    return values[0], values[-1]


def integer_pair(value: Any, name: str) -> tuple[int, int]:
    values = integers(value, name)
    if len(values) not in (1, 2):
        raise _core.Error(f"{name} must have 1 or 2 values, got {len(values)}")
    return values[0], values[-1]


def array(value: Any, name: str) -> Array:
    """An array of numbers, real or complex, of whatever the caller has."""
    if type(value) is np.ndarray:
        a = value
    else:
        if hasattr(value, "tocsr"):
            raise TypeError(f"{name} must be a dense array, got a sparse {type(value).__name__}")
        try:
            a = np.asarray(value)
        except ValueError as e:  # rows of different lengths
            raise _core.Error(f"{name} must be an array of numbers, got {type(value).__name__}: {e}") from None
    if a.dtype.kind not in "biufc":
        raise TypeError(f"{name} must be an array of numbers, got one of dtype {a.dtype}")
    return a


def real(value: Any, name: str) -> Array:
    a = array(value, name)
    if a.dtype.kind == "c":
        raise TypeError(f"{name} must be real, got an array of dtype {a.dtype}")
    return a


def viewable(a: Array, dtype: np.dtype[Any] | None = None) -> Array:
    """The array itself if the library can look at its memory, or else a copy."""
    if dtype is not None and a.dtype != dtype:
        return a.astype(dtype, order="C")
    if _core.is_viewable(a):
        return a
    return np.array(a, dtype=a.dtype.newbyteorder("="), order="C")


def float_dtype(*arrays: Array) -> np.dtype[Any]:
    """float32 if all arrays are, else float64: scikit-learn's rule."""
    return FLOAT32 if all(a.dtype == FLOAT32 for a in arrays) else FLOAT64


def floats(value: Any, name: str, dtype: np.dtype[Any]) -> Array:
    return viewable(real(value, name), dtype)


def bytes_of_mask(value: Any, name: str = "mask") -> Array | None:
    """A mask of any dtype as bytes, 0 where it is 0 or False."""
    if value is None:
        return None
    a = real(value, name)
    if a.dtype != np.bool_ and a.dtype != np.uint8:
        a = a != 0
    return viewable(a.view(np.uint8))


def result(
    out: Any, shape: tuple[int, ...], dtype: np.dtype[Any], name: str = "out", order: Any = "C"
) -> Array:
    """A new array, or the caller's if it is what is needed."""
    if out is None:
        return np.empty(shape, dtype, order)
    if not isinstance(out, np.ndarray):
        raise TypeError(f"{name} must be an array, got {type(out).__name__}")
    if out.dtype != dtype or not out.dtype.isnative:
        raise TypeError(f"{name} must be of dtype {dtype}, got {out.dtype}")
    if out.shape != shape:
        raise _core.Error(f"{name} must be of shape {shape}, got {out.shape}")
    if not out.flags.writeable:
        raise _core.Error(f"{name} must be writeable, got a read-only array")
    return out
