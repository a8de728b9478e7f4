"""Wilcoxon's signed-rank test, and Holm's correction for several of them.

F. Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics Bulletin 1 (1945); the interval
by inversion of the test over the pairwise means, as in perf/support/signed_rank.hpp; S. Holm, A
Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal of Statistics 6 (1979).
"""
from functools import cache
from statistics import median

__all__ = ["holm", "interval", "median", "p_value"]


@cache
def _distribution(ranks):
    """How many of the 2^n choices of signs give each sum of positive ranks (whole numbers)."""
    counts = [1]
    for rank in ranks:
        longer = counts + [0] * rank
        for w, count in enumerate(counts):
            longer[w + rank] += count
        counts = longer
    return counts


def _doubled_ranks(sizes):
    """Twice the rank of each: equal ones share the mean of their ranks, which may be a half."""
    order = sorted(sizes)
    first = {size: order.index(size) for size in sizes}
    return [2 * first[size] + 1 + order.count(size) for size in sizes]


def p_value(values):
    """Two-sided and exact, whatever the ties: the chance of a sum of positive ranks as far from
    its mean as this one or farther, if every sign were a toss-up. Zeros are left out."""
    values = [v for v in values if v != 0]
    ranks = _doubled_ranks([abs(v) for v in values])
    counts = _distribution(tuple(sorted(ranks)))
    positive = sum(rank for rank, v in zip(ranks, values) if v > 0)
    tail = min(positive, sum(ranks) - positive)
    return min(1.0, 2 * sum(counts[: tail + 1]) / 2 ** len(values))


def interval(values, coverage=0.95):
    """For the centre of a symmetric distribution; the widest there is where the sample is too
    small for the coverage."""
    n = len(values)
    means = sorted((values[i] + values[j]) / 2 for i in range(n) for j in range(i, n))
    counts = _distribution(tuple(range(1, n + 1)))
    k, tail = 0, counts[0]
    while 2 * (tail + counts[k + 1]) <= (1 - coverage) * 2**n:
        k += 1
        tail += counts[k]
    return means[k], means[-1 - k]


def holm(p_values):
    """Adjusted p-values, in the order given: below a level where Holm's procedure rejects at it."""
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for done, i in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - done) * p_values[i]))
        adjusted[i] = largest
    return adjusted
