#!/usr/bin/python3
"""Prints tests/mixture/golden.hpp: values of SciPy's multivariate_normal and of astropy's
Gaussian2D, as Debian 12 has them (SciPy 1.10.1, astropy 5.2.1).

    /usr/bin/python3 tests/mixture/golden.py > tests/mixture/golden.hpp
"""
import numpy as np
from astropy.modeling.models import Gaussian2D
from scipy.special import logsumexp
from scipy.stats import multivariate_normal


def emit(name, values):
    flat = np.ravel(values)
    print(f"inline constexpr double {name}[] = {{")
    for i in range(0, len(flat), 4):
        print("    " + " ".join(f"{v:.17g}," for v in flat[i:i + 4]))
    print("};")


def covariance(d):
    """The same arithmetic as in golden.cpp: exact in binary."""
    c = np.zeros((d, d))
    for k in range(d):
        for l in range(d):
            c[k, l] = 1 + k * 0.5 if k == l else 0.25 / (1 << abs(k - l))
    return c


def mixture(d):
    """Weights, means and covariances of two components, not symmetric in anything."""
    m0 = np.array([0.5 * k - 0.75 for k in range(d)])
    m1 = np.array([1.25 - 0.375 * k for k in range(d)])
    return [(0.7, m0, covariance(d)), (0.3, m1, 0.5 * np.eye(d))]


def log_density(points, components):
    logs = [np.log(w) + multivariate_normal(m, c).logpdf(points) for w, m, c in components]
    return logsumexp(np.array(logs), axis=0)


def points(n, d):
    i = np.arange(n)[:, None]
    k = np.arange(d)[None, :]
    return ((i * 7 + k * 5) % 16 - 7.5) / 2 * (1 + i // 4)


print("// Printed by tests/mixture/golden.py; do not edit by hand.")
print("#pragma once\n\nnamespace golden {\n")
for d in range(1, 6):
    emit(f"points_{d}", log_density(points(12, d), mixture(d)).reshape(-1))

# A picture: img[i, j] is the density at (x_j, y_i).
x = np.linspace(-3, 3, 11)
y = np.linspace(-2, 4, 7)
at = np.stack(np.meshgrid(x, y), axis=-1)
assert np.all(at[2, 5] == (x[5], y[2]))
emit("picture", np.exp(log_density(at, mixture(2))))

z = np.stack(np.meshgrid(np.linspace(-2, 2, 3), np.linspace(-1, 3, 4), np.linspace(-3, 1, 5),
                         indexing="ij"), axis=-1)
emit("volume", log_density(z, mixture(3)))

line = np.linspace(-4, 4, 9)
emit("line", log_density(line[:, None], mixture(1)))

# Two Gaussians of covariance I on a 100 x 100 grid over [-3, 3]^2: rows 0, 10, ..., columns 0, 9, ...
s = np.linspace(-3, 3, 100)
at = np.stack(np.meshgrid(s, s), axis=-1)
heat = multivariate_normal((-1, -1), np.eye(2)).pdf(at) + multivariate_normal((1, 1), np.eye(2)).pdf(at)
emit("heat_map", heat[::10, ::9])

# The product of two densities of one dimension, x = 0..4, mean 2, variance 0.5.
g = multivariate_normal(2, 0.5).pdf(np.arange(5))
emit("product", np.outer(g, g))

rows, columns = np.mgrid[0:12, 0:9]
emit("astropy_theta", Gaussian2D(2.5, 4.5, 3.25, 2.0, 0.75, theta=0.5)(rows, columns))
emit("astropy_covariance",
     Gaussian2D(-1.5, 4.5, 3.25, cov_matrix=[[3.0, 1.25], [1.25, 2.0]])(rows, columns))
print("\n}  // namespace golden")
