#!/usr/bin/python3
"""Prints tests/rbf/golden_density.hpp: scikit-learn's KernelDensity(kernel='gaussian') and SciPy's
gaussian_kde with weights, as Debian 12 has them (scikit-learn 1.2.1, SciPy 1.10.1).

    /usr/bin/python3 tests/rbf/golden_density.py > tests/rbf/golden_density.hpp
"""
import numpy as np
from scipy.stats import gaussian_kde
from sklearn.neighbors import KernelDensity


def emit(name, values):
    flat = np.ravel(values)
    print(f"inline constexpr double {name}[] = {{")
    for i in range(0, len(flat), 4):
        print("    " + " ".join(f"{v:.17g}," for v in flat[i:i + 4]))
    print("};")


def points(n, d, step):
    """The same arithmetic as in density.cpp: exact in binary."""
    i = np.arange(n)[:, None]
    k = np.arange(d)[None, :]
    return ((i * step + k * 5 + i * k) % 16 - 7.5) / 4


print("// Printed by tests/rbf/golden_density.py; do not edit by hand.\n// clang-format off")
print("#pragma once\n\nnamespace golden {\n")
for d in (1, 2, 17):
    y, x = points(50, d, 7), points(12, d, 3) * 1.5
    x[10:] *= 64  # far: the density itself is 0
    estimate = KernelDensity(kernel="gaussian", bandwidth=0.75).fit(y)
    emit(f"log_density_{d}", estimate.score_samples(x))

# scipy.stats takes its bandwidth as a factor on the covariance of the data: 0.75^2 after this one.
y, x = points(50, 1, 7)[:, 0], points(12, 1, 3)[:, 0] * 1.5
weights = 1.0 + np.arange(50) % 5
mean = np.average(y, weights=weights)
total = weights.sum()
variance = (weights * (y - mean) ** 2).sum() / total / (1 - ((weights / total) ** 2).sum())
emit("weighted", gaussian_kde(y, bw_method=0.75 / np.sqrt(variance), weights=weights)(x))
print("\n}  // namespace golden")
