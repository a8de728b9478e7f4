"""From times to verdicts: which benchmarks became slower."""
from dataclasses import dataclass
from math import exp, log

from signed_rank import holm, interval, median, p_value

LEVEL = 0.01  # of the adjusted p-values
LEAST = 0.05  # a slowdown below this is no reason to stop anybody


@dataclass
class Finding:
    name: str
    base_seconds: float
    ratio: float  # candidate / base, median over the pairs
    low: float
    high: float
    p: float  # adjusted
    noise: float  # how far base against base may be from 1, in the same rounds
    verdict: str = "same"

    @property
    def is_regression(self):
        return self.verdict == "SLOWER"


def _verdict(f):
    threshold = max(LEAST, f.noise)
    if f.p < LEVEL and f.ratio > 1 + threshold:
        return "SLOWER"
    if f.p < LEVEL and 1 / f.ratio > 1 + threshold:
        return "faster"
    return "same"


def judge(times):
    """times: by benchmark, by side ("base", "candidate", "again": the base once more) the seconds
    of each round. \return The findings, in the order of the benchmarks."""
    findings = []
    for name, sides in times.items():
        slower = [log(c / b) for c, b in zip(sides["candidate"], sides["base"])]
        null = [log(a / b) for a, b in zip(sides["again"], sides["base"])]
        low, high = interval(slower)
        findings.append(
            Finding(
                name=name,
                base_seconds=median(sides["base"]),
                ratio=exp(median(slower)),
                low=exp(low),
                high=exp(high),
                p=p_value(slower),
                noise=exp(max(map(abs, interval(null)))) - 1,
            )
        )
    for f, p in zip(findings, holm([f.p for f in findings])):
        f.p = p
        f.verdict = _verdict(f)
    return findings


def confirm(first, second):
    """A slowdown counts if a second set of rounds finds it, too; its figures are the second's."""
    again = {f.name: f for f in second}
    out = []
    for f in first:
        if f.is_regression and not again[f.name].is_regression:
            f.verdict = "not seen again"
        elif f.is_regression:
            f = again[f.name]
        out.append(f)
    return out


def accept(findings, reasons):
    """reasons: by benchmark, why it may be slower; "all" stands for each."""
    for f in findings:
        if f.is_regression and (f.name in reasons or "all" in reasons):
            f.verdict = "slower, accepted"
