#!/usr/bin/env python3
"""docs/PERFORMANCE.md, from what bellcurve-perf measured.

    performance_page.py                writes the page from perf/figures/perf.json
    performance_page.py --check        only says whether that would change anything
    performance_page.py --run PROGRAM  measures by bellcurve-perf first, which takes some minutes
    performance_page.py --from JSON    takes what bellcurve-perf --json wrote instead
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from readme_figures import ISAS, TREE, plain_environment, table

PAGE = TREE / "docs" / "PERFORMANCE.md"
FIGURES = TREE / "perf" / "figures" / "perf.json"

OPERATIONS = {
    "rbf": "RBF matrices",
    "rbf_apply": "Products without the matrix",
    "filter": "Filters",
    "pool": "Pooling",
    "mixture": "Densities",
    "kernels": "Kernels",
    "exp": "exp",
    "norms": "Squared norms",
    "limits": "The limits of the machine",
}
TYPES = {"f32": "float32", "f64": "float64", "u8": "uint8", "u16": "uint16", "i16": "int16", "bytes": ""}
RATES = {"pairs/s": "G pairs/s", "pixels/s": "G pixels/s", "cells/s": "G cells/s", "points/s": "G points/s",
         "elements/s": "G elements/s"}  # fmt: skip
FACTS = ("date", "version", "commit", "cpu", "clock", "threads", "compiler", "flags", "isa_flags", "blas", "blas_core")

# As in the tables of bellcurve-perf: the median turn took so many percent longer than the best.
MUCH_SPREAD = 15

HEAD = """# Performance

<!-- Written by scripts/performance_page.py from perf/figures/perf.json: do not edit. -->

How fast every operation is on one machine, in each element type, under each instruction set, and in
percent of what that machine can do. [Measuring](../perf/README.md#bellcurve-perf) says what the names,
sizes and limits are, and how to read a cell; `make perf` measures yours, with many more cases and
charts. Ratios to other libraries stand in the [README](../README.md).

A cell is a rate, and the percentage of the roof that binds: the least time that the work can take here
over the time it took.
"""


def reduced(measured):
    """What the page needs: facts, and one [name, unit, rate, percent, roof, spread] a case."""
    rows = []
    for run in measured["benchmarks"]:
        name = run["name"].split("/iterations:")[0].removesuffix("/manual_time")
        other = "B/s" if name.startswith("pool/") or "FLOP/s" not in run else "FLOP/s"
        unit = next((rate for rate in RATES if rate in run), other)
        if run.get("error_occurred") or unit not in run or len(name.split("/")) != 6:
            continue  # failed, or a ratio to a peer
        rows.append([name, unit, float(f"{run[unit]:.4g}"), round(run.get("percent_of_roof", 0)),
                     run.get("label", "").removeprefix("roof: "), round(run.get("spread_percent", 0))])  # fmt: skip
    return {"context": {key: measured["context"][key] for key in FACTS}, "cases": rows}


def digits(x):
    """Three of them: 0.0455, 6.24, 432."""
    return f"{x:.0f}" if x >= 100 else f"{x:#.3g}"


def cell(rate, percent, roof, spread):
    mark = "~" if spread > MUCH_SPREAD else ""
    return f"{digits(rate / 1e9)}{mark}" + (f" ({percent}% {roof})" if roof else "")


def section(operation, cases):
    isas = list(dict.fromkeys(name.split("/")[3] for name, *_ in cases))
    rows = {}
    for name, unit, *figures in cases:
        _, variant, type_, isa, size, threads = name.split("/")
        counted = RATES.get(unit, "G" + unit)
        key = (variant, type_, size, int(threads.removeprefix("threads:")), counted)
        rows.setdefault(key, {})[isa] = cell(*figures)
    # The same work stands together, fewer threads first.
    first = {}
    for place, key in enumerate(rows):
        first.setdefault(key[:3], place)
    order = sorted(rows, key=lambda key: (first[key[:3]], key[3]))
    units = {key[4] for key in rows}
    text = [f"## {OPERATIONS[operation]}\n"]
    if len(units) == 1:
        text.append(f"In {units.pop()}.\n")
        units = set()

    def lines(keys, columns):
        for key in keys:
            variant, type_, size, threads, counted = key
            yield [f"`{variant}`", TYPES[type_], size, str(threads), *([counted] if units else []),
                   *(rows[key].get(isa, "") for isa in columns)]  # fmt: skip

    head = ["", "type", "size", "threads", *(["in"] if units else [])]
    everywhere = [key for key in order if len(rows[key]) > 1 or len(isas) == 1]
    if everywhere:
        text.append(table(head + [ISAS.get(isa, isa) for isa in isas], list(lines(everywhere, isas))) + "\n")
    for isa in isas:
        alone = [key for key in order if key not in everywhere and isa in rows[key]]
        if alone:
            text.append(f"On {ISAS[isa]} alone:\n\n" + table(head + ["rate"], list(lines(alone, [isa]))) + "\n")
    return "\n".join(text)


def page(data):
    context, cases = data["context"], data["cases"]
    marked = sum(case[5] > MUCH_SPREAD for case in cases)
    parts = [HEAD]
    if marked:
        parts.append(f"{marked} of the {len(cases)} figures are marked `~`: their median turn took {MUCH_SPREAD} % "
                     "longer than\nthe best, since others used the machine.\n")  # fmt: skip
    for operation in OPERATIONS:
        of = [case for case in cases if case[0].startswith(operation + "/")]
        if not of:
            raise SystemExit(f"{FIGURES}: nothing of {operation}")
        parts.append(section(operation, of))
    facts = table(["", ""], [[key.replace("_", " "), context[key]] for key in FACTS])
    parts.append("## The run\n\n" + facts + "\n\n"
                 "To measure this page anew: `make figures`, on a machine that does nothing else.\n")  # fmt: skip
    return "\n".join(parts)


def measured_by(program):
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "perf.json"
        subprocess.run([program, "--quick", "--json", path], env=plain_environment(), check=True)
        return json.loads(path.read_text())


def stored(data):
    """JSON with a case a line: its history can be read."""
    cases = ",\n  ".join(json.dumps(case) for case in data["cases"])
    return f'{{"context": {json.dumps(data["context"], indent=2)},\n "cases": [\n  {cases}]}}\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--check", action="store_true")
    source.add_argument("--run", metavar="PROGRAM")
    source.add_argument("--from", dest="json", metavar="JSON", type=Path)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--figures", type=Path, default=FIGURES)
    given = parser.parse_args()
    if given.run or given.json:
        measured = measured_by(given.run) if given.run else json.loads(given.json.read_text())
        given.figures.write_text(stored(reduced(measured)))
    text = page(json.loads(given.figures.read_text()))
    if not given.check:
        given.page.write_text(text)
    elif text != given.page.read_text():
        sys.exit(f"{given.page} differs from what {given.figures} says: run scripts/performance_page.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
