"""What the work tree is compared with, and its sources."""
import re
import shutil
import subprocess

# All that the library is made of.
SOURCES = ["lib", "include", "cmake", "CMakeLists.txt"]


class Git:
    def __init__(self, tree):
        self.tree = tree

    def __call__(self, *words):
        """What git says, or None if it fails."""
        try:
            done = subprocess.run(
                ["git", "-C", str(self.tree), *words], capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            return None
        return done.stdout.strip() if done.returncode == 0 else None


def _commit(git, name):
    return git("rev-parse", "--verify", "--quiet", name + "^{commit}")


def _common(git, name):
    return git("merge-base", "HEAD", name)


def choose(git, asked):
    """\return The commit and why it is the one, or None and why there is none.
    \throws ValueError if what was asked for is no commit."""
    head = _commit(git, "HEAD")
    if asked and not (head and _commit(git, asked)):
        raise ValueError(f"BASE must name a commit, got '{asked}'")
    if not head:
        return None, "not a git repository, or one without a commit"
    if asked:
        common = _common(git, asked)
        return common, f"where {asked} and HEAD part" if common else f"{asked} and HEAD share nothing"
    common = _common(git, "origin/main") if _commit(git, "origin/main") else None
    if common and common != head:
        return common, "where origin/main and HEAD part"
    if git("diff", "--quiet", "HEAD", "--", *SOURCES) is None:
        return head, "HEAD, since the work tree differs from it"
    previous = _commit(git, "HEAD~1")
    return previous, "the commit before HEAD" if previous else "HEAD is the only commit here"


def is_unchanged(git, commit):
    """Whether the library's sources in the work tree are those of the commit."""
    differ = git("diff", "--quiet", commit, "--", *SOURCES) is None
    return not differ and git("ls-files", "--others", "--exclude-standard", "--", *SOURCES) == ""


def accepted(git, commit):
    """Slowdowns that commits since then declare, by benchmark the reason: trailers such as
    "Slower: rbf_cross_64_features_f32 repairs pairs that were lost before"."""
    text = git("log", "--format=%(trailers:key=Slower,valueonly)", f"{commit}..HEAD") or ""
    words = (line.split(maxsplit=1) for line in text.splitlines())
    return {w[0].rstrip(":"): w[1] for w in words if len(w) == 2}


def extract(git, commit, into):
    """The commit's files in the directory `into`, unless they are there. Nothing is left in the
    repository: no work tree to forget."""
    mark = into.with_name(into.name + ".commit")
    if mark.exists() and mark.read_text() == commit:
        return
    mark.unlink(missing_ok=True)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    words = ["git", "-C", str(git.tree), "archive", commit]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as archive:
        # -m: made now, not when committed, or what an older base left would pass for up to date.
        subprocess.run(["tar", "-xmf", "-", "-C", str(into)], stdin=archive.stdout, check=True)
    if archive.returncode != 0:
        raise RuntimeError(f"git archive {commit} failed")
    mark.write_text(commit)


def short(git, commit):
    line = git("log", "-1", "--format=%h %s", commit) or commit
    return re.sub(r"\s+", " ", line)
