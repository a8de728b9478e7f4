"""docs/PERFORMANCE.md says what perf/figures/perf.json has, and other figures make another page."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
FIGURES = TREE / "perf" / "figures" / "perf.json"


def generate(*words):
    script = TREE / "scripts" / "performance_page.py"
    return subprocess.run([sys.executable, script, *words], capture_output=True, text=True)


class Page(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.page = Path(scratch.name) / "page.md"
        self.figures = Path(scratch.name) / "perf.json"
        self.words = ("--page", str(self.page), "--figures", str(self.figures))

    def test_page_and_figures_agree(self):
        done = generate("--check")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_figure_is_on_the_page(self):
        data = json.loads(FIGURES.read_text())
        for case in data["cases"]:
            case[2:4] = [7.77e9, 0]
        self.figures.write_text(json.dumps(data))
        self.assertEqual(generate(*self.words).returncode, 0)
        self.assertEqual(self.page.read_text().count("7.77"), len(data["cases"]))

    def test_what_the_program_writes_is_taken(self):
        context = json.loads(FIGURES.read_text())["context"]
        operations = {"rbf": "pairs/s", "rbf_apply": "pairs/s", "filter": "pixels/s", "pool": "B/s",
                      "exp": "elements/s", "mixture": "cells/s", "kernels": "cells/s", "norms": "FLOP/s",
                      "limits": "FLOP/s"}  # fmt: skip
        runs = [{"name": f"{operation}/all/f32/avx2/8x8/threads:2/manual_time", unit: 1.5e9, "label": "roof: read",
                 "percent_of_roof": 49.7, "spread_percent": 40} for operation, unit in operations.items()]  # fmt: skip
        runs.append({"name": "rbf/failed/f32/avx2/8x8/threads:2/manual_time", "error_occurred": True})
        runs.append({"name": "peers/large: rbf_kernel / full gemm", "ratio": 0.5})
        written = Path(self.figures.parent) / "written.json"
        written.write_text(json.dumps({"context": context, "benchmarks": runs}))
        done = generate("--from", str(written), *self.words)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("In G pairs/s.", self.page.read_text())
        self.assertIn("| `all` | float32 | 8x8 | 2 | 1.50~ (50% read) |", self.page.read_text())
        self.assertIn("9 of the 9 figures are marked", self.page.read_text())
        self.assertEqual(generate("--check", *self.words).returncode, 0)
        self.page.write_text("another")
        self.assertEqual(generate("--check", *self.words).returncode, 1)


if __name__ == "__main__":
    unittest.main()
