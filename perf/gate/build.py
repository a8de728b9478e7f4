"""Builds the gate's programs against the library of a source tree."""
import os
import re
import shlex
import signal
import subprocess
import sys
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


def _configure(tree, build, isas, extra):
    words = ["cmake", "-S", str(GATE), "-B", str(build)]
    words += shlex.split(os.environ.get("CMAKE_ARGS", ""))
    # Warnings of another compiler are no reason to miss an older tree.
    words += ["-DBELLCURVE_WERROR=OFF", f"-DBELLCURVE_TREE={tree}", *extra]
    words += [f"-DBELLCURVE_ISAS={isas}"] if isas else []
    return words


def _keep_going(build):
    cache = (build / "CMakeCache.txt").read_text()
    return ["-k", "0"] if "CMAKE_GENERATOR:INTERNAL=Ninja" in cache else ["-k"]


def end_in_order():
    """To be ended is as to be interrupted from the keyboard: what was started ends, too."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))


def _run(words, out):
    """Whoever ends this process ends the compilers, too: see end_in_order()."""
    with subprocess.Popen(words, stdout=out, stderr=out, start_new_session=True) as child:
        try:
            return child.wait()
        except BaseException:
            os.killpg(child.pid, signal.SIGTERM)
            raise


def build(tree, into, isas, jobs, targets=(), extra=()):
    """\return The programs that could be built, by area, and the end of what the build said."""
    into.mkdir(parents=True, exist_ok=True)
    programs = {area: into / f"gate-{area}" for area in areas()}
    log = into / "build.log"
    with log.open("w") as out:
        if _run(_configure(tree, into, isas, extra), out) == 0:
            names = [*(p.name for p in programs.values()), *targets]
            # One program that fails must not keep the others from being built.
            words = ["cmake", "--build", str(into), "--parallel", str(jobs), "--target", *names, "--"]
            for p in programs.values():
                p.unlink(missing_ok=True)  # what cannot be built again is not what is measured
            _run(words + _keep_going(into), out)
        else:
            programs = {}
    said = "\n".join(log.read_text(errors="replace").splitlines()[-30:])
    return {area: p for area, p in programs.items() if p.exists()}, said
