"""The table of docs/ACCURACY.md says what tests/numerics/worst.json has, and what is measured anew is taken."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
FIGURES = TREE / "tests" / "numerics" / "worst.json"


def generate(*words):
    script = TREE / "scripts" / "worst_errors.py"
    return subprocess.run([sys.executable, script, *words], capture_output=True, text=True)


class Page(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.page = Path(scratch.name) / "page.md"
        self.figures = Path(scratch.name) / "worst.json"
        self.text = Path(scratch.name) / "text"
        self.words = ("--page", str(self.page), "--figures", str(self.figures))
        self.page.write_text("before\n<!-- worst: begin -->\nold\n<!-- worst: end -->\nbehind\n")

    def take(self, *lines):
        self.text.write_text("\n".join("\t".join(line) for line in lines))
        return generate("--from", str(self.text), *self.words)

    def test_page_and_figures_agree(self):
        done = generate("--check")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_no_error_is_above_its_bound(self):
        for function, type_, isa, unit, error, share, where in json.loads(FIGURES.read_text()):
            self.assertLessEqual(share, 1, (function, type_, isa, unit, error, where))

    def test_the_worst_of_all_lines_is_taken(self):
        done = self.take(
            ("noise", "x"),
            ("worst", "exp", "float", "avx2", "ulp", "0.5", "0.5", "here"),
            ("worst", "exp", "float", "avx2", "ulp", "0.4", "0.75", "there"),
            ("worst", "exp", "float", "avx2", "ulp", "0.3", "0.2", "elsewhere"),
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        text = self.page.read_text()
        self.assertIn("| [`exp`](#exp) | float | ulp | 0.50, 75 % | there |", text)
        self.assertTrue(text.startswith("before\n") and text.endswith("behind\n"))

    def test_other_instruction_sets_stay(self):
        self.take(("worst", "exp", "float", "avx2", "ulp", "0.5", "0.5", "here"))
        self.take(("worst", "exp", "float", "neon64", "ulp", "0.6", "0.6", "there"))
        self.take(("worst", "exp", "float", "avx2", "ulp", "0.4", "0.4", "now"))
        self.assertIn("| 0.40, 40 % | 0.60, 60 % | there |", self.page.read_text())
        self.assertEqual(generate("--check", *self.words).returncode, 0)
        self.page.write_text(self.page.read_text().replace("0.60", "0.61"))
        self.assertEqual(generate("--check", *self.words).returncode, 1)

    def test_code_without_instruction_sets_has_one_figure(self):
        self.take(
            ("worst", "exp", "float", "avx2", "ulp", "0.5", "0.5", "here"),
            ("worst", "exp", "float", "scalar", "ulp", "0.5", "0.5", "here"),
            ("worst", "gkern", "double", "every", "of the weight", "3e-16", "0.5", "sigma 3"),
        )
        self.assertIn("| 3.0e-16, 50 % | same | sigma 3 |", self.page.read_text())

    def test_a_function_that_nobody_knows_is_an_error(self):
        self.assertNotEqual(self.take(("worst", "new", "float", "avx2", "ulp", "1", "1", "x")).returncode, 0)


if __name__ == "__main__":
    unittest.main()
