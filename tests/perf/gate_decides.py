"""How the gate decides: its statistics, its verdicts."""
import json
import random
import sys
import unittest
from math import exp
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "perf" / "gate"))

import signed_rank  # noqa: E402
import verdict  # noqa: E402

GOLDEN = json.loads((HERE / "golden_signed_rank.json").read_text())


def times(slowdowns, nulls=None, base=1e-3):
    """By side, for each round how many times as long as the base it takes."""
    nulls = nulls or [1 + 1e-4 * (-1) ** i * (i + 1) for i in range(len(slowdowns))]
    drift = [base * (1 + 0.3 * i) for i in range(len(slowdowns))]  # of the machine, all sides alike
    return {
        "base": drift,
        "candidate": [d * s for d, s in zip(drift, slowdowns)],
        "again": [d * s for d, s in zip(drift, nulls)],
    }


def near(ratio, spread=0.001, n=20):
    """n ratios about this one."""
    return [ratio * exp(spread * (i - (n - 1) / 2) / n) for i in range(n)]


class Statistics(unittest.TestCase):
    def test_p_is_scipys(self):
        self.assertEqual(len(GOLDEN["samples"]), 28)
        for sample in GOLDEN["samples"]:
            self.assertAlmostEqual(signed_rank.p_value(sample["values"]), sample["p"], delta=1e-13)

    def test_p_with_ties_and_zeros(self):
        # Ranks 1.5, 1.5, 3 after the zero is gone; all positive: 1 choice of 8, on both sides.
        self.assertEqual(signed_rank.p_value([0.5, 0.5, 2, 0]), 2 / 8)
        # -0.5: sums of positive ranks 0, 1.5 (twice) of 8 choices lie as far below.
        self.assertEqual(signed_rank.p_value([-0.5, 0.5, -2, 0]), 2 * 3 / 8)
        self.assertEqual(signed_rank.p_value([0, 0]), 1)

    def test_interval_is_that_of_the_library_of_measurements(self):
        # The cases of tests/perf/signed_rank.cpp.
        self.assertEqual(signed_rank.interval([5, 1, 4, 2, 3, 6]), (1, 6))
        self.assertEqual(signed_rank.interval([1, 2, 3, 4, 5, 6, 7, 8]), (2, 7))
        self.assertEqual(signed_rank.interval([7]), (7, 7))

    def test_holm(self):
        # By hand: 3 x 0.01, then 2 x 0.015, then the larger of it and 0.02.
        adjusted = signed_rank.holm([0.02, 0.01, 0.015])
        for got, wanted in zip(adjusted, [0.03, 0.03, 0.03]):
            self.assertAlmostEqual(got, wanted, delta=1e-15)
        self.assertEqual(signed_rank.holm([0.5, 0.9]), [1, 1])
        self.assertEqual(signed_rank.holm([]), [])


class Verdicts(unittest.TestCase):
    def judged(self, **cases):
        return {f.name: f for f in verdict.judge(cases)}

    def test_a_slowdown_of_15_percent_among_many_that_are_the_same(self):
        cases = {f"same_{i}": times(near(1.0, 0.01)) for i in range(30)}
        found = self.judged(slow=times(near(1.15, 0.05)), **cases)
        self.assertTrue(found["slow"].is_regression)
        self.assertAlmostEqual(found["slow"].ratio, 1.15, delta=0.01)
        self.assertEqual([f.name for f in found.values() if f.is_regression], ["slow"])

    def test_what_is_below_5_percent_passes_however_sure(self):
        found = self.judged(a=times(near(1.049)), b=times(near(1.051)))
        self.assertLess(found["a"].p, 1e-4)
        self.assertEqual(found["a"].verdict, "same")
        self.assertEqual(found["b"].verdict, "SLOWER")

    def test_what_is_within_the_noise_passes(self):
        # Base against base, measured as far off: the interval of its ratios reaches beyond 10 %.
        found = self.judged(a=times(near(1.10), nulls=near(1.10)))
        self.assertGreater(found["a"].noise, 0.099)
        self.assertEqual(found["a"].verdict, "same")
        # On either side of 1.
        self.assertEqual(self.judged(a=times(near(1.10), nulls=near(0.90)))["a"].verdict, "same")

    def test_what_may_be_chance_passes(self):
        # 13 of 20 rounds slower by as much as the others are faster.
        found = self.judged(a=times([1.2 + 0.001 * i for i in range(13)] + [0.8] * 7))
        self.assertGreater(found["a"].ratio, 1.2)
        self.assertEqual(found["a"].verdict, "same")

    def test_more_benchmarks_ask_for_more(self):
        # 12 rounds, 11 of them slower: p = 0.00098 alone is enough, and not among 20.
        slow = times([0.999] + near(1.2, n=11))
        same = {f"same_{i}": times(near(1.0, n=12)) for i in range(19)}
        self.assertTrue(self.judged(a=slow)["a"].is_regression)
        self.assertFalse(self.judged(a=slow, **same)["a"].is_regression)

    def test_faster_is_said_and_no_failure(self):
        self.assertEqual(self.judged(a=times(near(0.8)))["a"].verdict, "faster")

    def test_must_be_seen_twice(self):
        slow = lambda: verdict.judge({"a": times(near(1.2)), "b": times(near(1.0))})
        same = verdict.judge({"a": times(near(1.0))})
        self.assertEqual([f.verdict for f in verdict.confirm(slow(), same)], ["not seen again", "same"])
        twice = verdict.confirm(slow(), verdict.judge({"a": times(near(1.3))}))
        self.assertTrue(twice[0].is_regression)
        self.assertAlmostEqual(twice[0].ratio, 1.3, delta=0.01)

    def test_accepted(self):
        found = verdict.judge({"a": times(near(1.2)), "b": times(near(1.2)), "c": times(near(1.0))})
        verdict.accept(found, {"a": "repairs more"})
        self.assertEqual([f.verdict for f in found], ["slower, accepted", "SLOWER", "same"])
        verdict.accept(found, {"all": "checks"})
        self.assertFalse(any(f.is_regression for f in found))

    def test_null_runs_raise_no_alarm(self):
        """100 runs of 30 benchmarks of the noise of a busy machine: heavy-tailed, and base,
        candidate and base again alike. The chance of a single alarm is below 1 % a run, and that
        only if the ratio is off by 5 %, too."""
        noise = random.Random(11)
        alarms = 0
        for _ in range(100):
            sides = lambda: {
                s: [exp(0.02 * noise.gauss(0, 1) + (noise.random() < 0.1) * noise.random())
                    for _ in range(20)]
                for s in ("base", "candidate", "again")
            }
            alarms += any(f.is_regression for f in verdict.judge({f"b{i}": sides() for i in range(30)}))
        self.assertEqual(alarms, 0)


if __name__ == "__main__":
    unittest.main()
