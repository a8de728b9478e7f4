#!/usr/bin/python3
"""Prints tests/filter/golden.hpp with SciPy (made with Debian 12's 1.10.1).

    tests/filter/golden.py > tests/filter/golden.hpp
"""
import numpy as np
from scipy import ndimage

MODES = ("reflect", "mirror", "nearest", "wrap", "constant")
CVAL = 2.5

print("""// Printed by tests/filter/golden.py.
#pragma once

namespace golden {""")


def show(name, comment, values, kind="double"):
    """An array, or one for each of several cases."""
    values = np.asarray(values)
    shape = "".join(f"[{n}]" for n in values.shape)
    print(f"\n// {comment}\ninline constexpr {kind} {name}{shape} = {{")
    for row in values.reshape(-1, values.shape[-1]):
        text = ", ".join(f"{x:.13g}" for x in row)
        print(f"    {{{text}}}," if values.ndim > 1 else f"    {text}")
    print("};")


def cases(arrays):
    return np.reshape(arrays, (len(arrays), -1))


image = np.random.default_rng(1).integers(0, 256, (5, 7))
show("image", "bytes", image.ravel(), "unsigned char")
x = image.astype(float)

show("smooth", "sigma 1.3, for each mode",
     cases([ndimage.gaussian_filter(x, 1.3, mode=m, cval=CVAL) for m in MODES]))
show("wide", "sigma (4, 0.7), kernels longer than the lines",
     cases([ndimage.gaussian_filter(x, (4, 0.7), mode=m, cval=CVAL) for m in MODES]))
show("derived", "sigma (0.9, 1.6), order (1, 2)",
     cases([ndimage.gaussian_filter(x, (0.9, 1.6), (1, 2), mode=m, cval=CVAL) for m in MODES]))
show("cut", "sigma 2, truncate 1.5, modes (m, nearest)",
     cases([ndimage.gaussian_filter(x, 2, mode=(m, "nearest"), cval=CVAL, truncate=1.5) for m in MODES]))
show("line", "gaussian_filter1d(sigma 1.1) of order 0 to 4 along axis 0",
     cases([ndimage.gaussian_filter1d(x, 1.1, 0, order) for order in range(5)]))
show("short_line", "the same with radius 2 along axis 1",
     cases([ndimage.gaussian_filter1d(x, 1.1, -1, order, radius=2) for order in range(5)]))
show("laplace", "gaussian_laplace(sigma (1, 1.5))",
     cases([ndimage.gaussian_laplace(x, (1, 1.5), mode=m, cval=CVAL) for m in MODES]))
show("magnitude", "gaussian_gradient_magnitude(sigma (1, 1.5))",
     cases([ndimage.gaussian_gradient_magnitude(x, (1, 1.5), mode=m, cval=CVAL) for m in MODES]))
volume = x[:3, :4, None] * np.array([1, 2, -1])
show("volume", "the image's corner 3 x 4, times 1, 2, -1 along axis 2: sigma 0.8, order (0, 1, 2)",
     ndimage.gaussian_filter(volume, 0.8, (0, 1, 2)).ravel())

print("\n}  // namespace golden")
