"""The gate as a command: programs that stand in for benchmarks, trees that do not build, an end
that comes early."""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

GATE = Path(__file__).resolve().parents[2] / "perf" / "gate"
sys.path.insert(0, str(GATE))

import build  # noqa: E402
import check_perf  # noqa: E402
import rounds  # noqa: E402

# Prints what it takes, a little more or less from run to run; --only picks from it.
PROGRAM = """#!/bin/sh
case "$*" in *--times*) exit 0 ;; esac
for name in {names}; do
  case "$* " in *--only*) case ",$2," in *,$name,*) ;; *) continue ;; esac ;; esac
  echo "$name {seconds}$(($$ % 89 + 10))"
done
"""


class Scratch(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = Path(scratch.name)

    def program(self, side, area, names, seconds):
        path = self.scratch / side / f"gate-{area}"
        path.parent.mkdir(exist_ok=True)
        path.write_text(PROGRAM.format(names=names, seconds=seconds))
        path.chmod(0o755)
        return path

    def gate(self, *words, **more):
        words = [sys.executable, str(GATE / "check_perf.py"), "--build", str(self.scratch / "out"), *words]
        return subprocess.run(words, capture_output=True, text=True, **more)

    def compare(self, **more):
        return self.gate("--programs", str(self.scratch / "a"), str(self.scratch / "b"), **more)


class Programs(Scratch):
    def test_a_slower_one_fails_and_is_named(self):
        self.program("a", "exp", "quick other", "0.0010")
        self.program("b", "exp", "quick other", "0.0010")
        self.program("a", "pool", "pooled", "0.0010")
        self.program("b", "pool", "pooled", "0.0012")
        done = self.compare()
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("measured once more: pooled\n", done.stdout)
        self.assertRegex(done.stdout, r"SLOWER: pooled takes 1\.\d+ times as long")
        self.assertNotIn("SLOWER: quick", done.stdout)
        result = json.loads((self.scratch / "out" / "result.json").read_text())
        verdicts = {b["name"]: b["verdict"] for b in result["benchmarks"]}
        self.assertEqual(verdicts, {"quick": "same", "other": "same", "pooled": "SLOWER"})

    def test_the_same_passes(self):
        for side in "ab":
            self.program(side, "exp", "quick", "0.0010")
        done = self.compare()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("measured once more", done.stdout)

    def test_without_anything_that_counts_instructions(self):
        self.program("a", "exp", "quick", "0.0010")
        self.program("b", "exp", "quick", "0.0015")
        tools = self.scratch / "bin"
        tools.mkdir()
        for tool in ("sh",):
            (tools / tool).symlink_to(f"/bin/{tool}")
        done = self.compare(env={"PATH": str(tools)})
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("instructions not counted: neither", done.stdout)

    def test_a_program_that_fails_is_named(self):
        self.program("a", "exp", "quick", "0.0010")
        self.program("b", "exp", "quick", "0.0010").write_text("#!/bin/sh\nexit 3\n")
        done = self.compare()
        self.assertEqual(done.returncode, 1)
        self.assertIn("gate-exp ended with 3", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_too_few_rounds_are_a_wrong_call(self):
        self.assertEqual(self.gate("--rounds", "5").returncode, 2)

    def test_identical_programs_are_not_run(self):
        same = self.program("a", "exp", "quick", "0.0010"), self.program("b", "exp", "quick", "0.0010")
        other = self.program("a", "pool", "p", "0.0010"), self.program("b", "pool", "p", "0.0011")
        base, candidate = ({"exp": same[i], "pool": other[i]} for i in (0, 1))
        self.assertEqual(check_perf.pairs_of(base, candidate), {"pool": other})

    def test_every_side_runs_once_a_round_in_an_order_of_the_seed(self):
        log = self.scratch / "log"
        programs = {}
        for area in ("exp", "pool"):
            pair = []
            for side in "ab":
                path = self.program(side, area, area, "0.0010")
                path.write_text(path.read_text() + f'echo "{area} {side}" >>{log}\n')
                pair.append(path)
            programs[area] = tuple(pair)
        orders = []
        for seed in (1, 1, 2):
            found = rounds.measure(programs, 12, seed)
            self.assertEqual({len(t) for sides in found.values() for t in sides.values()}, {12})
            orders.append(log.read_text().splitlines())
            log.unlink()
        self.assertEqual(orders[0], orders[1])
        self.assertNotEqual(orders[0], orders[2])
        self.assertGreater(len({tuple(orders[0][i : i + 3]) for i in range(0, len(orders[0]), 3)}), 4)
        for i in range(0, len(orders[0]), 3):  # base and candidate, and the base again, side by side
            self.assertEqual(len({line.split()[0] for line in orders[0][i : i + 3]}), 1)
            self.assertEqual(sorted(line.split()[1] for line in orders[0][i : i + 3]), ["a", "a", "b"])


class Trees(Scratch):
    """A repository whose only source is a CMakeLists.txt."""

    def commit(self, text):
        tree = self.scratch / "tree"
        tree.mkdir(exist_ok=True)
        (tree / "CMakeLists.txt").write_text(text)
        git = ["git", "-C", str(tree), "-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
        for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "change"]):
            subprocess.run([*git, *words], check=True)
        return tree

    def test_a_base_that_does_not_build_is_said(self):
        self.commit('message(FATAL_ERROR "broken then")\n')
        tree = self.commit('message(FATAL_ERROR "broken now")\n')
        done = self.gate("--tree", str(tree))
        self.assertIn("the base does not build here, so there is nothing to compare with", done.stdout)
        self.assertIn("broken then", done.stdout)
        # The work tree must.
        self.assertEqual(done.returncode, 1)
        self.assertIn("the work tree does not build", done.stdout)
        self.assertIn("broken now", done.stdout)

    def test_an_early_end_leaves_nothing_behind(self):
        sleeping = f"{self.scratch}/sleeping"
        sleep = f"execute_process(COMMAND sh -c \"echo $$ >{sleeping}; exec sleep 100\")\n"
        self.commit(sleep)
        tree = self.commit(sleep + "# and more\n")
        words = [sys.executable, str(GATE / "check_perf.py"), "--tree", str(tree)]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL) as gate:
            for _ in range(600):
                if os.path.exists(sleeping) and Path(sleeping).read_text().strip():
                    break
                time.sleep(0.1)
            child = int(Path(sleeping).read_text())
            gate.send_signal(signal.SIGTERM)
            self.assertNotEqual(gate.wait(timeout=20), 0)
        for _ in range(100):
            if not os.path.exists(f"/proc/{child}"):
                break
            time.sleep(0.1)
        self.assertFalse(os.path.exists(f"/proc/{child}"))
        listed = subprocess.run(
            ["git", "-C", str(tree), "worktree", "list"], capture_output=True, text=True, check=True
        )
        self.assertEqual(len(listed.stdout.splitlines()), 1)


class Isa(unittest.TestCase):
    def test_the_best_is_one_that_can_be_built(self):
        self.assertIn(build.best_isa(), ("sse2", "avx2", "avx512", None))


if __name__ == "__main__":
    unittest.main()
