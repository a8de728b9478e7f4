#!/usr/bin/env python3
"""The test programs of a build, as they are, under something that watches or takes the place of the processor.

    run.py BUILD UNDER [--only REGEX] [--jobs N]

UNDER is one of
    nehalem      QEMU as a processor without AVX: SSE2 code
    haswell      QEMU as one with AVX2 and FMA, without AVX-512
    cortex-a72   QEMU as a 64-bit ARM with NEON; BUILD is a cross build (preset aarch64)
    memcheck     valgrind, which knows no AVX-512 either; only what it reports counts (see below)
    fence-after  every allocation, the library's as well, ends where memory that nobody may touch begins
    fence-before the same, begins where such memory ends

What ctest runs for every commit is run: each program of doctest cases, on the best instruction set that is there
(behind fences: on each). Left out are the programs of ALONE, for the reasons given there, and tests that are
scripts. Ends with a summary; status 1 if anything failed, 77 where UNDER is not installed.

valgrind computes long double in double, and ignores flush-to-zero: references in long double are then no better
than what they judge, so that failed comparisons count for nothing there. Its own reports do, and crashes.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ALONE = {
    "contract/isa": "starts other programs, which do not inherit what they run under",
    "perf/python_peer": "the same",
    "contract/threads": "starts more threads than emulators and mapped allocations have room for",
    "faults/fork": "forks processes with threads, which emulators lose",
    "faults/memory": "replaces operator new by one that fails, which memcheck replaces in turn",
}
REPORTED = 99  # valgrind's exit code for what it found
SKIPPED = 77


class Under:
    """What programs run under: the words before the program, its environment, the instruction sets that the library
    must find there (None: those of this machine), and which exit codes are failures."""

    def __init__(self, command, isas, environment=None, needs=None, fails=lambda code: code != 0, without=()):
        self.command, self.isas, self.environment = command, isas, environment or {}
        self.needs, self.fails, self.without = needs or command[0], fails, without

    def runs(self, name, environment):
        isa = environment.get("BELLCURVE_TEST_ISA")
        return name not in self.without and (self.isas is None or isa in (None, self.isas[-1]))


X86 = ["scalar", "sse2", "avx2", "avx512"]
FENCE = "/usr/lib/libefence.so.0"
UNDERS = {
    "nehalem": Under(["qemu-x86_64", "-cpu", "Nehalem"], X86[:2]),
    # Without what QEMU does not emulate, and would say so.
    "haswell": Under(
        ["qemu-x86_64", "-cpu", "Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid"], X86[:3],
        # QEMU 7.2 reads the masked lanes of a masked load, too: here beyond a page that ends there.
        without=("pool/contract.avx2",),
    ),
    "cortex-a72": Under(["qemu-aarch64", "-cpu", "cortex-a72"], ["scalar", "neon64"]),
    "memcheck": Under(
        ["valgrind", "--quiet", f"--error-exitcode={REPORTED}", "--leak-check=full", "--show-leak-kinds=definite",
         "--errors-for-leak-kinds=definite", "--fair-sched=yes",
         # Of test programs that replace operator new, of which valgrind replaces only what is not inlined.
         "--show-mismatched-frees=no", f"--suppressions={Path(__file__).resolve().parent / 'memcheck.supp'}"],
        X86[:3], fails=lambda code: code == REPORTED or code < 0 or code > 128,
    ),
    "fence-after": Under([], None, {"LD_PRELOAD": FENCE, "EF_ALIGNMENT": "16"}, needs=FENCE),
    "fence-before": Under([], None, {"LD_PRELOAD": FENCE, "EF_PROTECT_BELOW": "1"}, needs=FENCE),
}  # fmt: skip


def tests_of(build):
    """Of ctest: (name, command, environment) of every program of doctest cases, those that take longest first."""
    listed = subprocess.run(["ctest", "--show-only=json-v1"], cwd=build, check=True, capture_output=True, text=True)
    costs = {}
    record = build / "Testing" / "Temporary" / "CTestCostData.txt"
    if record.is_file():
        for line in record.read_text().splitlines():
            words = line.split()
            if len(words) == 3:
                costs[words[0]] = float(words[2])
    found = []
    for test in json.loads(listed.stdout)["tests"]:
        properties = {p["name"]: p["value"] for p in test.get("properties", [])}
        command = test.get("command", [])
        if not command or "nightly" in properties.get("LABELS", []) or "--test-suite-exclude=nightly" not in command:
            continue
        area_and_name = test["name"].rsplit(".", 1)[0]
        if area_and_name in ALONE:
            continue
        environment = dict(word.split("=", 1) for word in properties.get("ENVIRONMENT", []))
        found.append((test["name"], command, environment))
    return sorted(found, key=lambda test: -costs.get(test[0], 0))


def environment_of(under, more):
    # What is set here is about this machine's processor, not about the one that is emulated, where threads that
    # spin while they wait cost most of the time. Properties are drawn less often: they take long as it is.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "BELLCURVE_"))}
    return environment | {"OMP_WAIT_POLICY": "passive", "RC_PARAMS": "seed=20261126 max_success=20"} | under.environment | more


def processor_is_as_named(build, under):
    """The command tells the instruction sets that the library finds: those, and no others."""
    told = subprocess.run([*under.command, build / "tools" / "bellcurve", "info", "--json"], capture_output=True,
                          text=True, env=environment_of(under, {}), check=False)  # fmt: skip
    isas = json.loads(told.stdout)["isa"]["available"] if told.returncode == 0 else told.stderr
    if isas != under.isas:
        print(f"under: instruction sets must be {under.isas}, got {isas}")
        return False
    return True


def run(test, under):
    name, command, environment = test
    started = time.monotonic()
    done = subprocess.run([*under.command, *command], env=environment_of(under, environment), text=True,
                          errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # fmt: skip
    return name, done.returncode, done.stdout, time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("under", choices=UNDERS)
    parser.add_argument("--only", default="", metavar="REGEX")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    under = UNDERS[options.under]
    if not (shutil.which(under.needs) or Path(under.needs).is_file()):
        print(f"under: skipped, {under.needs} was not found")
        return SKIPPED
    tests = [test for test in tests_of(options.build) if re.search(options.only, test[0]) and under.runs(test[0], test[2])]
    if not tests:
        print(f"under: {options.build} has no test that matches '{options.only}'")
        return 1
    if under.isas and not processor_is_as_named(options.build, under):
        return 1

    passed, skipped, failed = 0, 0, []
    started = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for done in concurrent.futures.as_completed([pool.submit(run, test, under) for test in tests]):
            name, code, output, seconds = done.result()
            if code == SKIPPED:
                skipped += 1
                continue
            bad = under.fails(code)
            passed += not bad
            print(f"{'FAILED' if bad else 'passed'}  {name}  {seconds:.0f} s", flush=True)
            if bad:
                failed.append(name)
                print(output[-20000:] + f"\nexit code {code}", flush=True)
    print(f"{options.under}: {passed} of {passed + len(failed)} passed, {skipped} skipped, "
          f"{time.monotonic() - started:.0f} s")  # fmt: skip
    if failed:
        print("failed: " + ", ".join(sorted(failed)))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
