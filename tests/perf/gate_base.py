"""What the gate compares with, in repositories made for it."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "perf" / "gate"))

import base  # noqa: E402


class Repository(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.tree = Path(self.scratch.name) / "tree"
        self.tree.mkdir()
        self.git = base.Git(self.tree)
        self.run_git("init", "--quiet", "--initial-branch=main")

    def run_git(self, *words):
        # Long ago: what is built from it afterwards must be newer.
        then = {**os.environ, "GIT_COMMITTER_DATE": "2001-02-03T04:05:06Z"}
        who = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
        done = subprocess.run(
            ["git", *who, *words], cwd=self.tree, env=then, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, path, text):
        path = self.tree / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def commit(self, path, text, message="change"):
        self.write(path, text)
        self.run_git("add", ".")
        self.run_git("commit", "--quiet", "-m", message)
        return self.run_git("rev-parse", "HEAD")

    def origin_main_is(self, commit):
        self.run_git("update-ref", "refs/remotes/origin/main", commit)


class Choice(Repository):
    def test_nothing_yet(self):
        self.assertEqual(base.choose(self.git, "")[0], None)
        commit, why = base.choose(base.Git(Path(self.scratch.name)), "")
        self.assertIsNone(commit)
        self.assertIn("not a git repository", why)

    def test_a_single_commit(self):
        self.commit("lib/a.cpp", "1")
        commit, why = base.choose(self.git, "")
        self.assertIsNone(commit)
        self.assertIn("only commit", why)

    def test_a_shallow_clone(self):
        self.commit("lib/a.cpp", "1")
        self.commit("lib/a.cpp", "2")
        clone = Path(self.scratch.name) / "clone"
        subprocess.run(
            ["git", "clone", "--quiet", "--depth=1", f"file://{self.tree}", str(clone)], check=True
        )
        self.assertIsNone(base.choose(base.Git(clone), "")[0])

    def test_the_commit_before_where_main_is_here(self):
        first = self.commit("lib/a.cpp", "1")
        self.origin_main_is(self.commit("lib/a.cpp", "2"))
        self.assertEqual(base.choose(self.git, ""), (first, "the commit before HEAD"))

    def test_where_a_branch_left_main(self):
        first = self.commit("lib/a.cpp", "1")
        self.origin_main_is(self.commit("lib/b.cpp", "on main"))
        self.run_git("checkout", "--quiet", "-b", "branch", first)
        self.commit("lib/a.cpp", "2")
        self.commit("lib/a.cpp", "3")
        self.assertEqual(base.choose(self.git, "")[0], first)

    def test_a_work_tree_that_differs_is_compared_with_head(self):
        self.commit("lib/a.cpp", "1")
        head = self.commit("lib/a.cpp", "2")
        self.write("lib/a.cpp", "3")
        self.assertEqual(base.choose(self.git, "")[0], head)

    def test_what_is_asked_for(self):
        first = self.commit("lib/a.cpp", "1")
        self.commit("lib/a.cpp", "2")
        self.commit("lib/a.cpp", "3")
        self.assertEqual(base.choose(self.git, "HEAD~2")[0], first)
        with self.assertRaisesRegex(ValueError, "BASE must name a commit, got 'nosuch'"):
            base.choose(self.git, "nosuch")


class Sources(Repository):
    def setUp(self):
        super().setUp()
        self.first = self.commit("lib/a.cpp", "1")

    def test_only_the_library_counts(self):
        self.commit("docs/a.md", "text")
        self.write("tests/a.cpp", "new")
        self.assertTrue(base.is_unchanged(self.git, self.first))
        self.write("lib/new.cpp", "not known to git yet")
        self.assertFalse(base.is_unchanged(self.git, self.first))
        (self.tree / "lib/new.cpp").unlink()
        self.write("lib/a.cpp", "2")
        self.assertFalse(base.is_unchanged(self.git, self.first))
        self.commit("lib/a.cpp", "3")
        self.assertFalse(base.is_unchanged(self.git, self.first))

    def test_declared_slowdowns(self):
        self.commit("lib/a.cpp", "2", "Repair more\n\nSlower: rbf_f32 repairs more pairs\n")
        self.commit("lib/a.cpp", "3", "Check\n\nSlower: exp_f64: checks its input\n")
        self.commit("lib/a.cpp", "4", "Talk\n\nSlower: without_a_reason\n")
        self.assertEqual(
            base.accepted(self.git, self.first),
            {"rbf_f32": "repairs more pairs", "exp_f64": "checks its input"},
        )
        self.assertEqual(base.accepted(self.git, "HEAD"), {})

    def test_extract(self):
        second = self.commit("lib/b.cpp", "b")
        into = Path(self.scratch.name) / "build" / "source"
        base.extract(self.git, second, into)
        self.assertEqual((into / "lib/b.cpp").read_text(), "b")
        # There already: left alone.
        (into / "lib/b.cpp").write_text("still here")
        base.extract(self.git, second, into)
        self.assertEqual((into / "lib/b.cpp").read_text(), "still here")
        # Another one takes its place; what has to be built again is new.
        base.extract(self.git, self.first, into)
        self.assertFalse((into / "lib/b.cpp").exists())
        committed = int(self.run_git("log", "-1", "--format=%ct", self.first))
        self.assertGreater((into / "lib/a.cpp").stat().st_mtime, committed + 1000)
        # Ended halfway: begun anew.
        into.with_name("source.commit").unlink()
        (into / "lib/half.cpp").write_text("")
        base.extract(self.git, self.first, into)
        self.assertFalse((into / "lib/half.cpp").exists())
        self.assertEqual(self.run_git("worktree", "list").count("\n"), 0)


if __name__ == "__main__":
    unittest.main()
