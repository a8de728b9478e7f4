"""Instructions of one piece of work: the same from run to run, where times are not."""
import re
import shutil
import subprocess
from functools import cache

from rounds import environment


def _perf(words):
    counter = ["perf", "stat", "-x", ";", "-e", "instructions:u", "--", *words]
    done = subprocess.run(counter, capture_output=True, text=True, env=environment())
    found = re.search(r"^(\d+);", done.stderr, re.M)
    return int(found[1]) if done.returncode == 0 and found else None


def _valgrind(words):
    # It knows no AVX-512: the library then takes what it finds instead.
    counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    done = subprocess.run([*counter, *words], capture_output=True, text=True, env=environment())
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    return int(found[1].replace(",", "")) if done.returncode == 0 and found else None


@cache
def counter():
    """\return How to count here and its name, or None and why not."""
    if shutil.which("perf") and _perf(["true"]):
        return _perf, "perf stat"
    if shutil.which("valgrind"):
        return _valgrind, "valgrind"
    return None, "neither hardware counters (perf stat) nor valgrind here"


def instructions(program, name):
    """Of one run of a benchmark's work: what three take less what one takes, over two, so that
    starting up and making the data do not count. None where it cannot be told."""
    count, _ = counter()
    once, thrice = (count([str(program), "--only", name, "--times", n]) for n in "13")
    return (thrice - once) / 2 if once and thrice else None


def ratio(programs, name):
    """Candidate over base."""
    base, candidate = (instructions(p, name) for p in programs)
    return candidate / base if base and candidate else None
