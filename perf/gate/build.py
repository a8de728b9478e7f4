"""Builds the gate's programs against the library of a source tree."""
import os
import re
import shlex
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

GATE = Path(__file__).resolve().parent


def areas():
    text = (GATE / "CMakeLists.txt").read_text()
    return re.search(r"foreach\(area (.*)\)", text).group(1).split()


def best_isa():
    """The best instruction set of this machine, in BELLCURVE_ISAS's words; None: all of them."""
    try:
        flags = set(re.search(r"^flags\s*:(.*)", Path("/proc/cpuinfo").read_text(), re.M)[1].split())
    except (OSError, TypeError):  # no such file, or one without flags: not x86
        return None
    if flags >= {"avx512f", "avx512cd", "avx512dq", "avx512bw", "avx512vl"}:
        return "avx512"
    return "avx2" if flags >= {"avx2", "fma"} else "sse2"


@dataclass
class Build:
    """The gate's programs, and more targets, against the library of a source tree."""

    tree: Path
    into: Path
    isas: str  # None: all of them
    targets: tuple = ()
    options: tuple = ()

    @property
    def log(self):
        return self.into / "build.log"

    @property
    def programs(self):
        return {area: self.into / f"gate-{area}" for area in areas()}

    def configure(self):
        words = ["cmake", "-S", str(GATE), "-B", str(self.into)]
        words += shlex.split(os.environ.get("CMAKE_ARGS", ""))
        # Warnings of another compiler are no reason to miss an older tree.
        words += ["-DBELLCURVE_WERROR=OFF", f"-DBELLCURVE_TREE={self.tree}", *self.options]
        return words + ([f"-DBELLCURVE_ISAS={self.isas}"] if self.isas else [])

    def compile(self, jobs):
        names = [*(p.name for p in self.programs.values()), *self.targets]
        words = ["cmake", "--build", str(self.into), "--parallel", str(jobs), "--target", *names, "--"]
        # One program that fails must not keep the others from being built.
        cache = (self.into / "CMakeCache.txt").read_text()
        return words + (["-k", "0"] if "CMAKE_GENERATOR:INTERNAL=Ninja" in cache else ["-k"])

    def result(self):
        """\return The programs that could be built, by area, and the end of what the build said."""
        said = "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])
        return {area: p for area, p in self.programs.items() if p.exists()}, said


def end_in_order():
    """To be ended is as to be interrupted from the keyboard: what was started ends, too."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))


def _run(commands):
    """All at once, each with a file to write to. Whoever ends this process ends the compilers, too:
    see end_in_order(). \return Exit codes."""
    running = []
    try:
        for words, log in commands:
            with log.open("a") as out:
                running.append(subprocess.Popen(words, stdout=out, stderr=out, start_new_session=True))
        return [child.wait() for child in running]
    finally:
        for child in running:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait()


def build(builds, jobs):
    """All at once, each as wide as the machine: the longest files, one in each, then wait for nothing
    but each other. \return What each result() is."""
    for b in builds:
        b.into.mkdir(parents=True, exist_ok=True)
        b.log.write_text("")
        for p in b.programs.values():
            p.unlink(missing_ok=True)  # what cannot be built again is not what is measured
    codes = _run([(b.configure(), b.log) for b in builds])
    _run([(b.compile(jobs), b.log) for b, code in zip(builds, codes) if code == 0])
    return [b.result() for b in builds]
