#!/usr/bin/env python3
"""make check-perf: did this change make the library slower? See perf/README.md, "The gate".

Ends with 0 if not, or if there is nothing to compare with; 1 if something became slower, a floor
was missed, or the work tree does not build; 2 for a wrong call.
"""
import argparse
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import base as base_of
import build
import counts
import report
import rounds
import verdict

COUNTED = 3  # of those that are slower, since valgrind takes its time

TREE = Path(__file__).resolve().parents[2]


def say(text=""):
    print(text, flush=True)


def progress(share):
    if sys.stderr.isatty():
        end = "\r\033[K" if share == 1 else ""
        sys.stderr.write(f"\r\033[Kmeasuring: {100 * share:.0f} %{end}")
        sys.stderr.flush()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--base", default="", help="compare with where this and HEAD part")
    parser.add_argument("--rounds", type=int, default=20, help="pairs for each benchmark (default: 20)")
    parser.add_argument("--seed", type=int, default=1, help="of the order of the runs")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="compile so many files at a time")
    parser.add_argument("--isa", default=build.best_isa(), help="instruction set to measure")
    parser.add_argument("--count", action="store_true", help="count all instructions, too (slower)")
    parser.add_argument("--tree", type=Path, default=TREE, help="the candidate (default: this tree)")
    parser.add_argument("--build", type=Path, help="where to build (default: build/check-perf)")
    parser.add_argument("--programs", type=Path, nargs=2, metavar=("BASE", "CANDIDATE"),
                        help="compare what is built there, all of it; build nothing, check no floors")
    given = parser.parse_args()
    if given.rounds < 12:  # fewer cannot reach the level after Holm's correction
        parser.error(f"--rounds must be 12 or more, got {given.rounds}")
    given.tree = given.tree.resolve()
    given.build = (given.build or given.tree / "build" / "check-perf").resolve()
    return given


def pairs_of(base, candidate):
    """By area the programs of both, where the two are not the same to the byte: those cannot
    differ in speed."""
    both = {a: (base[a], candidate[a]) for a in sorted(candidate) if a in base}
    for area in sorted(candidate.keys() - base.keys()):
        say(f"{area}: skipped, the base has no such interface (its build.log says more)")
    differ = {a: p for a, p in both.items() if p[0].read_bytes() != p[1].read_bytes()}
    if both.keys() - differ.keys():
        say("identical programs, not run: " + ", ".join(sorted(both.keys() - differ.keys())))
    return differ


def compare(programs, given):
    """\return Findings, and by benchmark the ratio of instructions where they were counted."""
    area_of = {}
    for area, (base, _) in programs.items():
        area_of |= {name: area for name in rounds.times_of(base)}
    findings = verdict.judge(rounds.measure(programs, given.rounds, given.seed, progress=progress))
    suspects = [f.name for f in findings if f.is_regression]
    if suspects:
        say("measured once more: " + ", ".join(suspects))
        only = {}
        for name in suspects:
            only.setdefault(area_of[name], []).append(name)
        again = rounds.measure(programs, given.rounds, given.seed + 1, only, progress)
        findings = verdict.confirm(findings, verdict.judge(again))
    slower = [f.name for f in findings if f.is_regression]
    how, why = counts.counter() if given.count or slower else (None, "")
    counted = {}
    if how:
        say(f"counting instructions by {why}")
        names = [f.name for f in findings] if given.count else slower[:COUNTED]
        counted = {name: counts.ratio(programs[area_of[name]], name) for name in names}
    elif why:
        say(f"instructions not counted: {why}")
    return findings, counted


def judge_programs(programs, reasons, facts, given):
    """\return Whether something became slower."""
    findings, counted = compare(programs, given)
    verdict.accept(findings, reasons)
    say()
    say(report.table(findings, counted))
    say()
    result = given.build / "result.json"
    report.write_json(result, {**facts, "rounds": given.rounds, "seed": given.seed}, findings, counted)
    say(f"figures: {result}")
    for f in findings:
        if f.verdict == "slower, accepted":
            say(f"{f.name}: slower, accepted: {reasons.get(f.name) or reasons['all']}")
    slower = [f for f in findings if f.is_regression]
    for f in slower:
        same = counted.get(f.name) and abs(counted[f.name] - 1) < 0.002
        hint = "; it takes as many instructions as before" if same else ""
        say(f"SLOWER: {f.name} takes {f.ratio:.2f} times as long as before{hint}")
    return bool(slower)


def base_of_tree(given):
    """\return The base's commit, and its sources if there is something to compare with."""
    git = base_of.Git(given.tree)
    commit, why = base_of.choose(git, given.base)
    if not commit:
        say(f"nothing to compare with: {why}")
        return None, None
    say(f"base: {base_of.short(git, commit)} ({why})")
    if base_of.is_unchanged(git, commit):
        say("the library's sources are the same: nothing to compare")
        return commit, None
    source = given.build / "base" / "source"
    base_of.extract(git, commit, source)
    return commit, source


def isas_of(given):
    # Valgrind counts below AVX-512.
    return f"{given.isa};avx2" if given.count and given.isa == "avx512" else given.isa


def built(given, base):
    """base: its sources, or None. \return The programs by area of both, and that of the floors."""
    into = given.build / "candidate"
    candidate = build.Build(given.tree, into, isas_of(given), ("bellcurve-floors",), ("-DBELLCURVE_BUILD_PERF=ON",))
    others = [build.Build(base, given.build / "base" / "build", isas_of(given))] if base else []
    start = time.monotonic()
    (programs, said), *rest = build.build([candidate, *others], given.jobs)
    say(f"built in {time.monotonic() - start:.0f} s")
    before, why = rest[0] if rest else ({}, "")
    if base and not before:
        say(f"the base does not build here, so there is nothing to compare with:\n{why}")
    missing = sorted(set(build.areas()) - programs.keys())
    floors = list(into.rglob("bellcurve-floors"))
    if missing or not floors:
        say(f"the work tree does not build: {', '.join(missing) or 'bellcurve-floors'}\n{said}")
        raise SystemExit(1)
    return before, programs, floors[0]


def check_floors(program, given):
    """\return Whether one was missed."""
    say()
    done = subprocess.run(
        [str(program), "--json", str(given.build / "floors.json")], env=rounds.environment()
    )
    return done.returncode != 0


def run(given):
    if given.programs:
        base, candidate = ({a: d / f"gate-{a}" for a in build.areas() if (d / f"gate-{a}").exists()}
                           for d in given.programs)
        both = {a: (base[a], candidate[a]) for a in sorted(base.keys() & candidate.keys())}
        return judge_programs(both, {}, {"base": str(given.programs[0])}, given)
    commit, source = base_of_tree(given)
    base, candidate, floors = built(given, source)
    programs = pairs_of(base, candidate) if base else {}
    slower = False
    if programs:
        reasons = base_of.accepted(base_of.Git(given.tree), commit)
        slower = judge_programs(programs, reasons, {"base": commit}, given)
    return check_floors(floors, given) or slower


def main():
    build.end_in_order()
    given = arguments()
    given.build.mkdir(parents=True, exist_ok=True)
    with (given.build / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return 1 if run(given) else 0
        except BlockingIOError:
            print(f"check-perf: another one is at work in {given.build}", file=sys.stderr)
        except ValueError as e:
            print(f"check-perf: {e}", file=sys.stderr)
        except subprocess.CalledProcessError as e:
            print(f"check-perf: {e.cmd[0]} ended with {e.returncode}", file=sys.stderr)
            return 1
    return 2


if __name__ == "__main__":
    sys.exit(main())
