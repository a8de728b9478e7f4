"""Cases and comparisons that several tests share."""

import itertools
import random

import numpy as np


def pairwise(seed, **values):
    """Cases in which each two values of any two parameters occur together, as dicts.

    Greedy: each case starts from a pair that is still missing, and takes for the other parameters
    what covers most of the missing ones.
    """
    rng = random.Random(seed)
    names = list(values)
    missing = {
        ((a, i), (b, j))
        for a, b in itertools.combinations(names, 2)
        for i in range(len(values[a]))
        for j in range(len(values[b]))
    }

    def pairs(case):
        items = [(n, case[n]) for n in names if n in case]
        return set(itertools.combinations(items, 2))

    cases = []
    while missing:
        case = dict(min(missing, key=lambda p: (str(p), rng.random())))
        for name in rng.sample(names, len(names)):
            if name not in case:
                choices = list(range(len(values[name])))
                rng.shuffle(choices)
                case[name] = max(choices, key=lambda c: len(pairs({**case, name: c}) & missing))
        missing -= pairs(case)
        cases.append({n: values[n][case[n]] for n in names})
    return cases


def case_id(case):
    return "-".join(str(v).replace(" ", "") for v in case.values())


def laid_out(a, layout):
    """The same elements, otherwise in memory."""
    if layout == "C":
        return np.array(a, order="C")
    if layout == "F":
        return np.array(a, order="F")
    if layout == "reversed":
        flip = (slice(None, None, -1),) * a.ndim
        return np.array(a[flip], order="C")[flip]
    if layout == "gaps":
        wide = np.zeros(tuple(2 * n for n in a.shape), a.dtype)
        every_other = (slice(None, None, 2),) * a.ndim
        wide[every_other] = a
        return wide[every_other]
    if layout == "swapped":
        return a.astype(a.dtype.newbyteorder())
    if layout == "unaligned":
        raw = np.zeros(a.nbytes + 1, np.uint8)
        odd = raw[1:].view(a.dtype).reshape(a.shape)
        odd[...] = a
        return odd
    if layout == "list":
        return a.tolist()
    raise ValueError(layout)


LAYOUTS = ("C", "F", "reversed", "gaps", "swapped", "unaligned")


def spread(a):
    """The range of the values: what errors are measured by."""
    a = np.asarray(a)
    return float(np.abs(a).max()) if a.size else 0.0
