"""Writes golden_signed_rank.json: samples, and what SciPy makes of them.

    /usr/bin/python3 tests/perf/golden_signed_rank.py > tests/perf/golden_signed_rank.json
"""
import json

import numpy as np
import scipy
from scipy.stats import wilcoxon

rng = np.random.default_rng(7)
samples = []
for n in (1, 2, 5, 8, 12, 20, 25):
    for shift in (0.0, 0.01, 0.05, -0.2):
        values = [round(float(v), 6) for v in rng.normal(shift, 0.03, n)]
        assert len({abs(v) for v in values}) == n and 0 not in values  # SciPy is exact without ties
        samples.append({"values": values, "p": wilcoxon(values, method="exact").pvalue})
print(json.dumps({"scipy": scipy.__version__, "samples": samples}))
