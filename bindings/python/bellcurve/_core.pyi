# The extension module: arrays come with the dtype and shape that the callee names.
from collections.abc import Sequence
from typing import Any

import numpy as np

_Array = np.ndarray[Any, np.dtype[Any]]

class Error(ValueError, RuntimeError):
    code: str

max_axes: int

def is_viewable(arg0: _Array, /) -> bool: ...
def version() -> str: ...
def default_threads() -> int: ...
def available_isas() -> list[str]: ...
def active_isa() -> str: ...
def set_isa(arg0: str, /) -> None: ...
def blas() -> dict[str, Any]: ...
def exp(arg0: _Array, arg1: _Array, /) -> None: ...

class RbfParams:
    def __init__(
        self, gamma: float | None, lengthscale: Sequence[float], variance: float, noise: float
    ) -> None: ...

class RbfOptions:
    def __init__(
        self, engine: str, uplo: str, center: Sequence[float], threads: int, check_finite: bool
    ) -> None: ...

def rbf_kernel(
    x: _Array, y: _Array | None, out: _Array, params: RbfParams, options: RbfOptions, /
) -> None: ...
def rbf_apply(
    x: _Array, y: _Array | None, v: _Array, out: _Array, params: RbfParams, options: RbfOptions, /
) -> None: ...
def rbf_density(
    x: _Array,
    y: _Array,
    weights: _Array | None,
    out: _Array,
    logarithm: bool,
    params: RbfParams,
    options: RbfOptions,
    /,
) -> None: ...
def rbf_error_bound_f32(
    features: int, params: RbfParams, engine: str, /
) -> tuple[float, float, float, float]: ...
def rbf_error_bound_f64(
    features: int, params: RbfParams, engine: str, /
) -> tuple[float, float, float, float]: ...

class Plan:
    def __init__(self, x: _Array, options: RbfOptions, /) -> None: ...
    @property
    def points(self) -> int: ...
    @property
    def features(self) -> int: ...
    def fill(self, params: RbfParams, out: _Array, uplo: str, threads: int, /) -> None: ...
    def rows(self, indices: _Array, params: RbfParams, out: _Array, threads: int, /) -> None: ...
    def apply(self, params: RbfParams, v: _Array, out: _Array, threads: int, /) -> None: ...

class FilterParams:
    def __init__(
        self,
        sigma: Sequence[float],
        order: Sequence[int],
        mode: Sequence[str],
        cval: float,
        truncate: float,
        radius: Sequence[int],
        axes: Sequence[int],
        method: str,
        tolerance: float,
    ) -> None: ...

class FilterOptions:
    def __init__(
        self,
        mask: _Array | None,
        nan_is_missing: bool,
        min_weight: float,
        fill: float | None,
        threads: int,
        check_finite: bool,
    ) -> None: ...

def gaussian_filter(
    source: _Array, out: _Array, params: FilterParams, options: FilterOptions, /
) -> None: ...
def gaussian_laplace(
    source: _Array, out: _Array, params: FilterParams, options: FilterOptions, /
) -> None: ...
def gaussian_gradient_magnitude(
    source: _Array, out: _Array, params: FilterParams, options: FilterOptions, /
) -> None: ...
def difference_of_gaussians(
    source: _Array,
    out: _Array,
    params: FilterParams,
    high_sigma: Sequence[float],
    options: FilterOptions,
    /,
) -> None: ...
def filter_choices(
    shape: Sequence[int], params: FilterParams, /
) -> list[tuple[int, float, int, int]]: ...
def correlate1d_as_scipy(
    source: _Array,
    out: _Array,
    axis: int,
    weights: _Array,
    mode: str,
    constant: float,
    threads: int,
    /,
) -> None: ...

class Kernel2dParams:
    def __init__(
        self,
        sigma: tuple[float, float],
        center: tuple[float, float] | None,
        order: tuple[int, int],
        theta: float,
        discretization: str,
        normalization: str,
    ) -> None: ...

def gaussian_kernel_1d(
    out: _Array,
    sigma: float,
    center: float | None,
    order: int,
    discretization: str,
    normalization: str,
    /,
) -> None: ...
def gaussian_kernel_2d(out: _Array, params: Kernel2dParams, /) -> None: ...
def gkern(out: _Array, nsig: float, /) -> None: ...
def gaussian_2d(
    out: _Array,
    amplitude: float,
    mean: tuple[float, float],
    stddev: tuple[float, float] | None,
    theta: float,
    covariance: Sequence[float] | None,
    origin: tuple[float, float],
    step: tuple[float, float],
    threads: int,
    /,
) -> None: ...

class Mixture:
    def __init__(
        self,
        means: Sequence[Sequence[float]],
        covariances: Sequence[Sequence[float]],
        weights: Sequence[float],
        combination: str,
        /,
    ) -> None: ...
    def at_points(
        self, x: _Array, out: _Array, logarithm: bool, threads: int, check_finite: bool, /
    ) -> None: ...
    def on_grid(
        self,
        origin: Sequence[float],
        step: Sequence[float],
        out: _Array,
        logarithm: bool,
        threads: int,
        /,
    ) -> None: ...

class PoolOptions:
    def __init__(
        self,
        stride: tuple[int, int] | None,
        remainder: str,
        batch_axes: int,
        channels: bool,
        mask: _Array | None,
        threads: int,
        check_finite: bool,
    ) -> None: ...

def block_pool(matrix: _Array, kernel: _Array, out: _Array, options: PoolOptions, /) -> None: ...
def gaussian_pool(
    matrix: _Array, block: tuple[int, int], params: Kernel2dParams, out: _Array, options: PoolOptions, /
) -> None: ...
def pooled_extent(extent: int, block: int, stride: int, remainder: str, /) -> int: ...
