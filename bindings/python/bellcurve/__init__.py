"""Gaussian kernels on CPUs: the RBF matrix, filters, densities, pooling, arrays of weights.

``rbf_kernel`` takes the place of scikit-learn's, ``gaussian_filter``, ``gaussian_filter1d``,
``gaussian_laplace`` and ``gaussian_gradient_magnitude`` that of SciPy's; docstrings say where results
differ. All functions take array-likes of any strides, work without the GIL, end at Ctrl-C, and
raise `Error` (a ValueError) or TypeError, with one line that names argument, value and expectation,
before they touch an output.
"""

from ._core import Error
from ._core import version as _version
from ._densities import Mixture
from ._filters import (
    difference_of_gaussians,
    gaussian_filter,
    gaussian_filter1d,
    gaussian_gradient_magnitude,
    gaussian_laplace,
)
from ._info import active_isa, available_isas, info, set_isa
from ._kernels import exp, gaussian_2d, gaussian_kernel_1d, gaussian_kernel_2d, gkern
from ._pooling import block_pool, gaussian_pool
from ._rbf import (
    RBFBound,
    RBFPlan,
    rbf_apply,
    rbf_density,
    rbf_error_bound,
    rbf_kernel,
    rbf_log_density,
)

__version__: str = _version()

__all__ = [
    "Error",
    "Mixture",
    "RBFBound",
    "RBFPlan",
    "active_isa",
    "available_isas",
    "block_pool",
    "difference_of_gaussians",
    "exp",
    "gaussian_2d",
    "gaussian_filter",
    "gaussian_filter1d",
    "gaussian_gradient_magnitude",
    "gaussian_kernel_1d",
    "gaussian_kernel_2d",
    "gaussian_laplace",
    "gaussian_pool",
    "gkern",
    "info",
    "rbf_apply",
    "rbf_density",
    "rbf_error_bound",
    "rbf_kernel",
    "rbf_log_density",
    "set_isa",
]
