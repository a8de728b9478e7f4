#!/usr/bin/python3
"""Prints lib/kernels/coefficients.hpp. Needs mpmath (Debian: python3-mpmath).

    tools/coefficients/kernels.py > lib/kernels/coefficients.hpp

Mills ratio: (P + a) m(a) as a polynomial in t = (a - 4) / (a + 4), which takes
[0, inf] to [-1, 1] (the map of M. M. Shepherd and J. G. Laframboise, Math. Comp. 36,
1981); truncated Chebyshev series, rearranged in powers of t.

Bessel: with U_k(p) of DLMF 10.41.9, the logarithm of the sum in 10.41.3 is
sum_k R^-k l_k(q) for R = sqrt(n^2 + t^2), q = n^2 / R^2 = p^2.
"""
from fractions import Fraction

import mpmath as mp

mp.mp.dps = 60
POLE, SCALE, DEGREE, SAMPLES = mp.mpf(3) / 2, 4, 26, 128
TERMS = 8


def scaled_mills(t):
    a = SCALE * (1 + t) / (1 - t)
    if a > 60:  # the asymptotic series, DLMF 7.12.1: 20 terms leave 1e-34
        m = sum((-1) ** j * mp.fac2(2 * j - 1) / a ** (2 * j + 1) for j in range(20))
    else:
        m = mp.sqrt(mp.pi / 2) * mp.exp(a * a / 2) * mp.erfc(a / mp.sqrt(2))
    return (POLE + a) * m


def mills():
    angles = [mp.pi * (j + mp.mpf(1) / 2) / SAMPLES for j in range(SAMPLES)]
    values = [scaled_mills(mp.cos(x)) for x in angles]
    powers = [mp.mpf(0)] * (DEGREE + 1)
    before, now = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]  # T_0, T_1
    for k in range(DEGREE + 1):
        c = sum(v * mp.cos(k * x) for v, x in zip(values, angles)) * (2 if k else 1) / SAMPLES
        for i, b in enumerate(before):
            powers[i] += c * b
        after = [mp.mpf(0)] + [2 * b for b in now]
        for i, b in enumerate(before):
            after[i] -= b
        before, now = now, after
    return powers


def times(a, b):
    r = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            r[i + j] += x * y
    return r


def plus(a, b):
    n = max(len(a), len(b))
    return [(a[i] if i < len(a) else 0) + (b[i] if i < len(b) else 0) for i in range(n)]


def debye():
    u = [[Fraction(1)]]
    for _ in range(TERMS):
        slope = [i * x for i, x in enumerate(u[-1])][1:] or [Fraction(0)]
        local = times([0, 0, Fraction(1, 2), 0, Fraction(-1, 2)], slope)
        integrand = times([Fraction(1), 0, Fraction(-5)], u[-1])
        integral = [Fraction(0)] + [x / 8 / (i + 1) for i, x in enumerate(integrand)]
        u.append(plus(local, integral))
    logs = [None]
    for k in range(1, TERMS + 1):
        s = [k * x for x in u[k]]
        for j in range(1, k):
            s = plus(s, [-j * x for x in times(logs[j], u[k - j])])
        logs.append([x / k for x in s])
    return [[logs[k][k + 2 * j] for j in range(k + 1)] for k in range(1, TERMS + 1)]


def rows(numbers, indent):
    text, line = [], indent
    for n in numbers:
        if len(line) + len(n) + 2 > 100:
            text.append(line.rstrip())
            line = indent
        line += n + ", "
    return "\n".join(text + [line.rstrip().rstrip(",")])


print("""// Printed by tools/coefficients/kernels.py, which says what they are.
#pragma once

namespace bellcurve::kernels {

// (mills_pole + a) m(a) as a polynomial in (a - mills_scale) / (a + mills_scale), lowest first.""")
print(f"inline constexpr double mills_pole = {float(POLE)}, mills_scale = {float(SCALE):.1f};")
print("inline constexpr double mills_coefficients[] = {")
print(rows([float(x).hex() for x in mills()], "    ") + "};")
print(f"""
// Row k - 1: l_k, lowest power of q first.
inline constexpr int debye_terms = {TERMS};
inline constexpr double debye_coefficients[debye_terms][debye_terms + 1] = {{""")
print(",\n".join("    {" + rows([float(x).hex() for x in c], "     ").strip() + "}" for c in debye()) + "};")
print("""
}  // namespace bellcurve::kernels""")
