"""The README says what perf/figures has, and its figures are made anew without a change."""
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]


def generate(*words):
    script = TREE / "scripts" / "readme_figures.py"
    return subprocess.run([sys.executable, script, *words], capture_output=True, text=True)


class Readme(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.readme = Path(scratch.name) / "README.md"
        self.figures = Path(scratch.name) / "figures"
        shutil.copy(TREE / "README.md", self.readme)
        shutil.copytree(TREE / "perf" / "figures", self.figures)
        self.words = ("--readme", str(self.readme), "--figures", str(self.figures))

    def edit(self, part, change):
        path = self.figures / f"{part}.json"
        data = json.loads(path.read_text())
        change(data)
        path.write_text(json.dumps(data))

    def test_readme_and_figures_agree(self):
        done = generate("--check")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_generating_twice_is_generating_once(self):
        self.assertEqual(generate(*self.words).returncode, 0)
        self.assertEqual(self.readme.read_text(), (TREE / "README.md").read_text())

    def test_other_figures_are_another_readme(self):
        for part in ("large", "rbf", "exp", "pool", "kernels", "mixture", "filter"):
            def slower(data):
                for row in data["rows"]:
                    for key in ("median", "seconds_a"):
                        row[key] = row[key] and 3 * row[key]
            self.edit(part, slower)
            self.assertEqual(generate("--check", *self.words).returncode, 1, part)
            self.assertEqual(generate(*self.words).returncode, 0)
            self.assertEqual(generate("--check", *self.words).returncode, 0)

    def test_another_machine_is_named(self):
        self.edit("large", lambda data: data["machine"].update(cpu="A Fast One", isa="avx512", threads=96))
        self.assertEqual(generate(*self.words).returncode, 0)
        self.assertIn("A Fast One with AVX-512, 96 threads", self.readme.read_text())

    def test_a_figure_that_is_missing_is_an_error(self):
        self.edit("pool", lambda data: data["rows"].clear())
        before = self.readme.read_text()
        done = generate(*self.words)
        self.assertEqual(done.returncode, 1)
        self.assertIn("no 'float32: block_pool / reading the matrix'", done.stderr)
        self.assertEqual(self.readme.read_text(), before)

    def test_a_block_that_is_missing_is_an_error(self):
        self.readme.write_text(self.readme.read_text().replace("<!-- figures:rbf -->", ""))
        done = generate(*self.words)
        self.assertEqual(done.returncode, 1)
        self.assertIn("expected one block each", done.stderr)


if __name__ == "__main__":
    unittest.main()
