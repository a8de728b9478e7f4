#!/usr/bin/env python3
"""Whether the tests notice when the library is broken: one small edit at a time.

    run.py                    makes every edit of mutants.toml that has no result yet, and says what the tests did
    run.py --fresh            forgets the results, first
    run.py --only NAME ...    these edits, again
    run.py --check            only whether each edit still fits the sources
    run.py --report PAGE      writes the table of the results into that page

All happens in build/mutation: a copy of the sources, a build of it for AVX2 and scalar code, and results.json,
from which a run that was stopped goes on. A mutant is killed when a test fails that passes without the edit,
crashes or does not end; one that does not compile is an error of the table. Ends with status 1 when fewer than
48 of 50 are killed, 77 where it cannot run.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

try:
    import tomllib
except ImportError:  # before Python 3.11
    sys.exit(77)

HERE = Path(__file__).resolve().parent
TREE = HERE.parent.parent
WORK = TREE / "build" / "mutation"
SOURCE, BUILD, RESULTS = WORK / "source", WORK / "out", WORK / "results.json"

ISAS = ("avx2", "scalar", "default")
LEAST_KILLED = 48 / 50
CONFIGURE = ("-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1", "-Dbellcurve_isa_optimize=-O1",
             "-DBELLCURVE_ISAS=avx2", "-DBELLCURVE_BUILD_TOOLS=OFF", "-DBELLCURVE_BUILD_PERF=OFF",
             "-DBELLCURVE_WITH_MPI=OFF")  # fmt: skip


class Broken(Exception):
    """The table, or the sources without any edit."""


def read_mutants():
    with open(HERE / "mutants.toml", "rb") as f:
        mutants = tomllib.load(f)["mutant"]
    names = [m["name"] for m in mutants]
    if len(set(names)) != len(names):
        raise Broken("mutants.toml names a mutant twice")
    for m in mutants:
        count = (TREE / m["file"]).read_text().count(m["old"])
        if count != 1:
            raise Broken(f"{m['name']}: its old text must stand in {m['file']} once, got {count} times")
    return mutants


def key_of(mutant):
    """Another edit, or other tests for it, is another mutant."""
    return hashlib.sha256(json.dumps(mutant, sort_keys=True).encode()).hexdigest()[:16]


# --- the copy, and its build -----------------------------------------------------------------------


def copy_sources():
    """What git knows of, changed files only, so that little is built again. \\return Whether any was."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=TREE, check=True, capture_output=True, text=True)
    changed = False
    wanted = {name for name in listed.stdout.split("\0") if name and (TREE / name).is_file()}
    for name in wanted:
        to, text = SOURCE / name, (TREE / name).read_bytes()
        if to.is_file() and to.read_bytes() == text:
            continue
        changed = True
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(text)
    for there in [p for p in SOURCE.rglob("*") if p.is_file()]:
        if there.relative_to(SOURCE).as_posix() not in wanted:
            there.unlink()
    return changed


def configure():
    if not shutil.which("g++"):
        print("mutation check: skipped, g++ not found")
        sys.exit(77)
    generator = ["-G", "Ninja"] if shutil.which("ninja") and not (BUILD / "CMakeCache.txt").exists() else []
    run = subprocess.run(["cmake", *generator, "-S", SOURCE, "-B", BUILD, "-DCMAKE_CXX_COMPILER=g++", *CONFIGURE],
                         capture_output=True, text=True)  # fmt: skip
    if run.returncode != 0:
        raise Broken("cmake: " + run.stderr)


def compile_targets(targets, jobs):
    """\\return What the compiler says of an error, or nothing."""
    command = ["cmake", "--build", BUILD, "--parallel", str(jobs), "--target", *targets]
    run = subprocess.run(command, capture_output=True, text=True)
    return run.stdout[-2000:] if run.returncode != 0 else ""


# --- tests -------------------------------------------------------------------------------------------


class Test:
    def __init__(self, listed):
        self.name = listed["name"]
        self.command = listed.get("command")  # none before its program is built
        self.properties = {p["name"]: p["value"] for p in listed["properties"]}
        self.target = "test_" + self.name.rsplit(".", 1)[0].replace("/", "_")
        self.environment = dict(e.split("=", 1) for e in self.properties.get("ENVIRONMENT", []))

    def belongs_to(self, part):
        """\\param part An area, or one program of it."""
        return self.name.startswith((part + "/", part + "."))

    def passes(self, limit):
        """\\return Nothing, or how it failed."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("BELLCURVE_")} | self.environment
        # Not where a leftover of another run would count.
        where = self.properties.get("WORKING_DIRECTORY", BUILD)
        try:
            run = subprocess.run([*self.command, "--abort-after=1"], cwd=where, env=environment, timeout=limit,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"did not end within {limit:.0f} s"
        if run.returncode in (0, self.properties.get("SKIP_RETURN_CODE", 0)):
            return ""
        return "fails" if run.returncode > 0 else f"crashes (signal {-run.returncode})"


def all_tests():
    """Those that are programs of this build, a time for each instruction set."""
    listed = subprocess.run(["ctest", "--show-only=json-v1"], cwd=BUILD, check=True, capture_output=True, text=True)
    tests = [Test(t) for t in json.loads(listed.stdout)["tests"]]
    return [t for t in tests if t.name.split(".")[-1] in ISAS]


def time_tests(part, jobs, seconds):
    """How long each test takes as the sources are, and that it passes."""
    tests = [t for t in all_tests() if t.belongs_to(part)]
    if not tests:
        raise Broken(f"there are no tests of {part}")
    if all(t.name in seconds and t.command for t in tests):
        return sorted(tests, key=lambda t: seconds[t.name])
    error = compile_targets(["bellcurve", *sorted({t.target for t in tests})], jobs)
    if error:
        raise Broken("the sources do not compile as they are:\n" + error)
    tests = [t for t in all_tests() if t.belongs_to(part)]
    for t in tests:
        if t.name in seconds:
            continue
        start = time.monotonic()
        failure = t.passes(1200)
        if failure:
            raise Broken(f"{t.name} {failure} without any edit")
        seconds[t.name] = round(time.monotonic() - start, 2)
    return sorted(tests, key=lambda t: seconds[t.name])


def first_failure(tests, seconds, jobs):
    """\\return The test that fails first, and how; or nothing."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        waiting = {pool.submit(t.passes, 60 + 10 * seconds[t.name]): t for t in tests}
        for done in concurrent.futures.as_completed(waiting):
            if done.cancelled() or not done.result():
                continue
            for other in waiting:
                other.cancel()
            return waiting[done].name, done.result()
    return None


# --- a run ---------------------------------------------------------------------------------------------


def try_one(mutant, parts, seconds, jobs):
    """Part by part of the tests, each compiled when it is its turn."""
    file = SOURCE / mutant["file"]
    text = file.read_text()
    start = time.monotonic()
    failure = None
    try:
        file.write_text(text.replace(mutant["old"], mutant["new"]))
        for tests in parts:
            error = compile_targets(["bellcurve", *sorted({t.target for t in tests})], jobs)
            if error:
                raise Broken(f"{mutant['name']} does not compile:\n{error}")
            failure = first_failure(tests, seconds, jobs)
            if failure:
                break
    finally:
        file.write_text(text)
    result = {"key": key_of(mutant), "seconds": round(time.monotonic() - start)}
    if failure:
        result |= {"killed_by": failure[0], "how": failure[1]}
    return result


def result_of(mutant, kept):
    """Of this edit as it is now; empty if there is none."""
    result = kept["mutants"].get(mutant["name"], {})
    return result if result.get("key") == key_of(mutant) else {}


def describe(result):
    if "killed_by" not in result:
        return "SURVIVED"
    return f"killed: {result['killed_by']} {result['how']}"


def commit():
    run = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=TREE, capture_output=True, text=True)
    return run.stdout.strip()


def run_all(mutants, only, jobs):
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"seconds": {}, "mutants": {}}
    results = kept["mutants"]
    todo = [m for m in mutants if not result_of(m, kept)]
    if only:
        todo = [m for m in mutants if m["name"] in only]
    if copy_sources():
        kept["seconds"] = {}  # a test that has changed must pass first
    configure()
    # File by file, so that an edit and the way back are one compilation.
    todo.sort(key=lambda m: (m["tests"], m["file"]))
    for number, m in enumerate(todo, 1):
        parts = [time_tests(part, jobs, kept["seconds"]) for part in m["tests"]]
        results[m["name"]] = try_one(m, parts, kept["seconds"], jobs)
        kept["commit"], kept["date"] = commit(), time.strftime("%Y-%m-%d")
        RESULTS.write_text(json.dumps(kept, indent=1))
        took = results[m["name"]]["seconds"]
        print(f"[{number}/{len(todo)}] {m['name']}: {describe(results[m['name']])} ({took} s)", flush=True)
    return kept


def table(mutants, kept):
    lines = ["| mutant | file | what is broken | killed by |", "|---|---|---|---|"]
    for m in mutants:
        by = result_of(m, kept).get("killed_by")
        lines.append(f"| {m['name']} | `{m['file']}` | {m['what']} | {f'`{by}`' if by else '**survives**'} |")
    return lines


def report(page, mutants, kept):
    """Between two comments of the page."""
    begin, end = "<!-- mutation: begin -->", "<!-- mutation: end -->"
    text = page.read_text()
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    killed = sum("killed_by" in result_of(m, kept) for m in mutants)
    summary = f"Last run: {kept['date']}, the last of it at {kept['commit']}: {killed} of {len(mutants)} killed."
    page.write_text("\n".join([before + begin, summary, "", *table(mutants, kept), end]) + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--report", type=Path, metavar="PAGE")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    try:
        mutants = read_mutants()
        if options.check:
            return 0
        if options.report:
            report(options.report, mutants, json.loads(RESULTS.read_text()))
            return 0
        if options.fresh:
            RESULTS.unlink(missing_ok=True)
        kept = run_all(mutants, options.only, options.jobs)
    except Broken as e:
        print("mutation check:", e, file=sys.stderr)
        return 2
    alive = [m for m in mutants if "killed_by" not in result_of(m, kept)]
    print(f"{len(mutants) - len(alive)} of {len(mutants)} mutants killed")
    for m in alive:
        print(f"  survives: {m['name']} ({m['file']}): {m['what']}")
    return 0 if len(mutants) - len(alive) >= LEAST_KILLED * len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main())
