#!/usr/bin/python3
"""Writes golden.hpp beside itself: what NumPy and SciPy make of a few matrices.

Block pooling is the reshape-sum and the tensordot of NumPy, which must agree; pooling at other
strides is SciPy's correlation, of which every stride-th value of the part without borders is kept.
Made with NumPy 1.24.2 and SciPy 1.10.1."""
import os

import numpy as np
from scipy.ndimage import correlate
from scipy.signal import correlate2d

rng = np.random.default_rng(20261122)


def reshape_sum(matrix, kernel):
    (m, n), (k, l) = matrix.shape, kernel.shape
    return (matrix.reshape(m // k, k, n // l, l) * kernel[:, None, :]).sum(axis=(1, 3))


def tensordot(matrix, kernel):
    (m, n), (k, l) = matrix.shape, kernel.shape
    return np.tensordot(matrix.reshape(m // k, k, n // l, l), kernel, axes=((1, 3), (0, 1)))


def strided(matrix, kernel, stride):
    full = correlate2d(matrix, kernel, mode="valid")
    k, l = kernel.shape
    same = correlate(matrix, kernel, mode="constant")
    inner = same[k // 2 : k // 2 + full.shape[0], l // 2 : l // 2 + full.shape[1]]
    assert np.allclose(full, inner, rtol=1e-13, atol=1e-13)
    return full[:: stride[0], :: stride[1]]


def case(name, shape, block, stride=None):
    matrix = rng.normal(size=shape)
    kernel = rng.normal(size=block)  # of no symmetry at all
    if stride is None:
        stride = block
        out = reshape_sum(matrix, kernel)
        assert np.allclose(out, tensordot(matrix, kernel), rtol=1e-13, atol=1e-13)
    else:
        out = strided(matrix, kernel, stride)
    return name, matrix, kernel, stride, out


def numbers(array):
    return ",\n     ".join(
        ", ".join(float(v).hex() for v in row) for row in array.reshape(-1, array.shape[-1])
    )


cases = [
    case("the page's: 6 x 8 by 3 x 2", (6, 8), (3, 2)),
    case("rows other than columns", (4, 35), (2, 7)),
    case("8 x 8", (16, 40), (8, 8)),
    case("overlapping 3 x 4 at 1 x 1", (7, 23), (3, 4), (1, 1)),
    case("overlapping 2 x 5 at 1 x 2", (5, 25), (2, 5), (1, 2)),
    case("overlapping 4 x 6 at 3 x 4", (10, 26), (4, 6), (3, 4)),
    case("gaps, 2 x 2 at 3 x 5", (8, 22), (2, 2), (3, 5)),
]

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.hpp"), "w") as f:
    f.write("""// Written by golden.py.
// clang-format off
#pragma once

#include <cstddef>
#include <vector>

namespace golden {

struct pooling {
  const char* name;
  std::ptrdiff_t shape[2], block[2], stride[2], pooled[2];
  std::vector<double> matrix, kernel, out;
};

inline const pooling poolings[] = {
""")
    for name, matrix, kernel, stride, out in cases:
        pairs = ", ".join(
            "{%d, %d}" % tuple(p) for p in (matrix.shape, kernel.shape, stride, out.shape)
        )
        arrays = ",\n    ".join("{%s}" % numbers(a) for a in (matrix, kernel, out))
        f.write('    {"%s", %s,\n    %s},\n' % (name, pairs, arrays))
    f.write("};\n\n}  // namespace golden\n")
