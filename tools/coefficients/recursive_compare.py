#!/usr/bin/python3
"""Prints the table of docs/FILTERS-RECURSIVE.md. Needs scipy (Debian: python3-scipy).

    tools/coefficients/recursive_compare.py

Each method from its paper, applied to an impulse in double, as P. Getreuer, A Survey of Gaussian
Convolution Algorithms, IPOL 3, 2013, describes it, without any border; against the sampled
Gaussian, normalized to its sum. Two figures for each sigma: the largest error that any input of
range 1 leads to, which is half the sum of the errors of the response, and the largest of these
errors, relative to the peak. Costs are multiplications and additions that an instruction of
multiply-add takes together, for a sample and an axis, counted once the coefficients are known.
"""
import numpy as np
from scipy.optimize import brentq
from scipy.signal import lfilter

import recursive

SIGMAS = (1, 2, 4, 8, 32, 200)


def impulse(sigma):
    n = int(np.ceil(12 * sigma)) + 20
    x = np.zeros(2 * n + 1)
    x[n] = 1
    return np.arange(-n, n + 1), x


def gaussian(n, sigma):
    g = np.exp(-0.5 * (n / sigma) ** 2)
    return g / g.sum()


def exponentials(sigma, terms):
    """Two sides of Re sum a exp(-b |n| / sigma), scaled to a sum of 1."""
    n, _ = impulse(sigma)
    h = sum((a * np.exp(-b * np.abs(n) / sigma)).real for a, b in terms)
    return h / h.sum()


def deriche(sigma):
    """R. Deriche, INRIA RR-1893, 1993: order 4, the coefficients that the report prints."""
    return exponentials(sigma, [(1.680 - 3.735j, 1.783 - 0.6318j),
                                (-0.6803 + 0.2598j, 1.723 - 1.997j)])


def pairs(count):
    """Ours: fitted by recursive.py, samples of the true sum, the middle makes up for the rest."""
    _, _, b, c = recursive.fit(0, count)

    def response(sigma):
        n, _ = impulse(sigma)
        t = np.abs(n)[:, None] / sigma
        turn = t * b[1::2]
        h = (np.exp(-t * b[0::2]) * (c[:count] * np.cos(turn) + c[count:] * np.sin(turn))).sum(1)
        h /= np.sqrt(2 * np.pi) * sigma * (1 + 2 * np.exp(-2 * (np.pi * sigma) ** 2))
        h[n == 0] += 1 - h.sum()
        return h

    return response


def vliet(order):
    """L. J. van Vliet, I. T. Young, P. W. Verbeek, Recursive Gaussian derivative filters, ICPR
    1998: poles of sigma = 2 in the L_infinity norm, raised to a power that makes the variance
    right, each way one after the other."""
    poles = {3: [1.41650 + 1.00829j, 1.41650 - 1.00829j, 1.86543],
             4: [1.13228 + 1.28114j, 1.13228 - 1.28114j, 1.78534 + 0.46763j, 1.78534 - 0.46763j],
             5: [0.86430 + 1.45389j, 0.86430 - 1.45389j, 1.61433 + 0.83134j, 1.61433 - 0.83134j,
                 1.87504]}[order]
    poles = np.array(poles, dtype=complex)

    def variance(q):
        d = poles ** (1 / q)
        return (2 * d / (d - 1) ** 2).sum().real

    def response(sigma):
        q = brentq(lambda q: variance(q) - sigma**2, sigma / 8, 4 * sigma, xtol=1e-13)
        d = poles ** (1 / q)
        _, y = impulse(sigma)
        # Pole by pole, complex: the polynomial of the product has no digits left at sigma = 200.
        for _ in range(2):
            for p in 1 / d:
                y = lfilter([1 - p], [1, -p], y)
            y = y[::-1]
        return y.real

    return response


def alvarez_mazorra(steps):
    """L. Alvarez, L. Mazorra, Signal and image restoration using shock filters and anisotropic
    diffusion, SIAM J. Numer. Anal. 31, 1994: steps of implicit diffusion, for the time that
    serves best, to 0.5 %."""

    def of_time(sigma, q):
        rate = q * q / (2 * steps)
        nu = (1 + 2 * rate - np.sqrt(1 + 4 * rate)) / (2 * rate)
        _, y = impulse(sigma)
        for _ in range(steps):
            y = lfilter([1], [1, -nu], y)
            y = lfilter([1], [1, -nu], y[::-1])[::-1]
        return y * (nu / rate) ** steps

    def response(sigma):
        g = gaussian(impulse(sigma)[0], sigma)
        tried = [of_time(sigma, sigma * by) for by in np.arange(0.95, 1.15, 0.005)]
        return min(tried, key=lambda h: np.abs(h - g).sum())

    return response


def charalampidis(terms):
    """D. Charalampidis, Recursive implementation of the Gaussian filter using truncated cosine
    functions, IEEE Trans. Signal Processing 64, 2016: cosines over a window, all 0 at its ends.
    Amplitudes here by least squares on the samples, which no published choice can be below in that
    norm; of all windows the best, in steps of sigma / 33."""

    def response(sigma):
        n, _ = impulse(sigma)
        g = gaussian(n, sigma)
        best = None
        for wide in np.arange(2.4, 4.6, 0.03):
            radius = max(int(round(wide * sigma)), 1)
            inside = np.abs(n) <= radius
            half = radius + 1
            c = np.cos(np.outer(n[inside], np.pi * (np.arange(terms) + 0.5) / half))
            h = np.zeros_like(g)
            h[inside] = c @ np.linalg.lstsq(c, g[inside], rcond=None)[0]
            h /= h.sum()
            error = np.abs(h - g).sum()
            if best is None or error < best[0]:
                best = error, h
        return best[1]

    return response


METHODS = (
    ("two pairs, L1", pairs(2), 17),
    ("three pairs, L1", pairs(3), 25),
    ("four pairs, L1", pairs(4), 33),
    ("Deriche, order 4", deriche, 17),
    ("Vliet, Young, Verbeek, order 3", vliet(3), 8),
    ("Vliet, Young, Verbeek, order 5", vliet(5), 12),
    ("Alvarez, Mazorra, 4 steps", alvarez_mazorra(4), 9),
    ("Alvarez, Mazorra, 16 steps", alvarez_mazorra(16), 33),
    ("Charalampidis, 3 cosines", charalampidis(3), 9),
    ("Charalampidis, 5 cosines", charalampidis(5), 15),
)


def main():
    print("| method | cost | " + " | ".join(f"sigma {s}" for s in SIGMAS) + " |")
    print("|---" * (len(SIGMAS) + 2) + "|")
    for name, response, cost in METHODS:
        cells = []
        for sigma in SIGMAS:
            n, _ = impulse(sigma)
            g = gaussian(n, sigma)
            e = np.abs(response(sigma) - g)
            cells.append(f"{e.sum() / 2:.1e} / {e.max() / g.max():.1e}")
        print(f"| {name} | {cost} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
