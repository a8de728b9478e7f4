#!/usr/bin/python3
"""Prints tests/kernels/golden.hpp with SciPy, NumPy and astropy (made with Debian 12's:
1.10.1, 1.24.2, 5.2.1).

    tests/kernels/golden.py > tests/kernels/golden.hpp
"""
import numpy as np
import scipy.special
import scipy.stats
from astropy.convolution import Gaussian1DKernel, Gaussian2DKernel
from scipy.ndimage._filters import _gaussian_kernel1d

print("""// Printed by tests/kernels/golden.py.
#pragma once

namespace golden {""")


def show(name, comment, values):
    values = np.asarray(values, dtype=float)
    shape = "".join(f"[{n}]" for n in values.shape)
    rows = values.reshape(-1, values.shape[-1])
    print(f"\n// {comment}\ninline constexpr double {name}{shape} = {{")
    for row in rows:
        row = ", ".join(repr(float(x)) for x in row)
        print(f"    {{{row}}}," if values.ndim > 1 else f"    {row}")
    print("};")


def gkern(kernlen=21, nsig=3):
    x = np.linspace(-nsig, nsig, kernlen + 1)
    k = np.diff(scipy.stats.norm.cdf(x))
    k = np.outer(k, k)
    return k / k.sum()


for sigma, name in ((0.8, "08"), (2.3, "23")):
    radius = int(4 * sigma + 0.5)
    show(f"scipy_{name}", f"_gaussian_kernel1d({sigma}, order, {radius}), orders 0 to 4",
         [_gaussian_kernel1d(sigma, order, radius) for order in range(5)])
show("gkern_5", "gkern(5, 2.5)", gkern(5, 2.5))
show("gkern_21", "the middle row of gkern(21, 3)", gkern()[10])
i = np.arange(9)
gx, gy = (np.exp(-((i - c) ** 2) / (2 * 1.4**2)) for c in (5.5, 4.2))
show("shifted", "Gaussians about 5.5 (axis 0) and 4.2 (axis 1), sigma 1.4, height 1", np.outer(gx, gy))
pdf = scipy.stats.multivariate_normal.pdf(np.arange(5), mean=2, cov=0.5)
show("pdf_product", "pdf(x; mean 2, cov 0.5) at 0 to 4, multiplied", np.outer(pdf, pdf))
show("astropy_center", "Gaussian2DKernel(2, 1.2, theta=0.4), 9 columns (x), 7 rows (y)",
     Gaussian2DKernel(2, 1.2, theta=0.4, x_size=9, y_size=7, mode="center").array)
show("astropy_integrate", "Gaussian1DKernel(1.3), integrated over cells",
     Gaussian1DKernel(1.3, x_size=9, mode="integrate").array)
show("ive", "exp(-t) I_n(t): rows t = 0.25, 1, 9, 100, 10000; columns n = 0, 1, 2, 5, 20, 100",
     [[scipy.special.ive(n, t) for n in (0, 1, 2, 5, 20, 100)] for t in (0.25, 1, 9, 100, 1e4)])

print("\n}  // namespace golden")
