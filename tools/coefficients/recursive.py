#!/usr/bin/python3
"""Prints lib/filter/recursive_coefficients.hpp. Needs scipy (Debian: python3-scipy).

    tools/coefficients/recursive.py | clang-format > lib/filter/recursive_coefficients.hpp

He_k(t) exp(-t^2 / 2) on t >= 0 as Re sum_j a_j exp(-b_j t), the sum of R. Deriche, Recursively
implementing the Gaussian and its derivatives, INRIA RR-1893, 1993, with three conjugate pairs for
his two and fitted in the L1 norm, which bounds what any input can make of the difference. For a
given b the best a is linear least squares, so that only b is searched for (variable projection:
G. H. Golub and V. Pereyra, SIAM J. Numer. Anal. 10, 1973); the L1 norm by reweighting (E. J.
Schlossmacher, JASA 68, 1973). Even orders are held to the integral that they approximate, else
the weight of the middle would have to make up for what is missing.
"""
import numpy as np
from scipy.optimize import least_squares

ORDERS, PAIRS = 5, 3
STEP, END = 1 / 64, 9.0
T = np.arange(0, END, STEP)


def hermite(order, t):
    return np.polynomial.hermite_e.hermeval(t, [0] * order + [1])


def target(order):
    """The samples, and the integral in the last place."""
    g = hermite(order, T) * np.exp(-T * T / 2)
    return np.append(g, np.sqrt(np.pi / 2) if order == 0 else 0.0)


def basis(b):
    decay, turn = b[0::2], b[1::2]
    e = np.exp(-np.outer(T, decay))
    columns = np.hstack([e * np.cos(np.outer(T, turn)), e * np.sin(np.outer(T, turn))])
    norm = decay**2 + turn**2
    return np.vstack([columns, np.append(decay / norm, turn / norm)])


def residual(b, g, weight):
    """Weighted; and the coefficients of cos and sin."""
    m = basis(b)
    c = np.linalg.lstsq(m * weight[:, None], g * weight, rcond=None)[0]
    return (m @ c - g) * weight, c


def fit(order, pairs):
    g = target(order)
    held = 1e4 if order % 2 == 0 else 0.0
    weight = np.append(np.ones_like(T), held)

    def search(b):
        return least_squares(lambda b: residual(b, g, weight)[0], b, x_scale="jac", jac="3-point",
                             ftol=1e-14, xtol=1e-14, gtol=1e-15, max_nfev=200)

    # Turns lie about evenly spaced from a half of their distance on.
    starts = [(decay, turn) for decay in (1.4, 1.8, 2.2) for turn in (0.9, 1.1, 1.25)]
    b = min((search(np.ravel([[decay, turn * (0.5 + k)] for k in range(pairs)]))
             for decay, turn in starts), key=lambda found: found.cost).x
    best = None
    for _ in range(40):
        b = search(b).x
        c = residual(b, g, weight)[1]
        r = np.abs(basis(b) @ c - g)[:-1]
        if best is None or r.sum() < best[0]:
            best = r.sum(), r.max(), b, c
        weight = 1 / np.sqrt(r + 0.01 * r.mean())
        weight = np.append(weight / weight.mean(), held)
    return best[0] * STEP, best[1], best[2], best[3]


def main():
    print("// Printed by tools/coefficients/recursive.py, which says what they are.")
    print("#pragma once")
    print("namespace bellcurve::filter {")
    print("/// (real + i imag) exp(-(decay - i turn) t)")
    print("struct recursive_term { double decay, turn, real, imag; };")
    print(f"inline constexpr int recursive_orders = {ORDERS};")
    print(f"inline constexpr recursive_term recursive_terms[recursive_orders][{PAIRS}] = {{")
    for order in range(ORDERS):
        l1, most, b, c = fit(order, PAIRS)
        print(f"// order {order}: integral of the error {l1:.2g}, largest error {most:.2g}")
        print("{")
        for k in range(PAIRS):
            print(f"{{{b[2 * k]:.15g}, {b[2 * k + 1]:.15g}, {c[k]:.15g}, {-c[k + PAIRS]:.15g}}},")
        print("},")
    print("};")
    print("}  // namespace bellcurve::filter")


if __name__ == "__main__":
    main()
