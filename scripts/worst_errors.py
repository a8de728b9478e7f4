#!/usr/bin/env python3
"""The table of measured worst errors in docs/ACCURACY.md, from what the tests measured.

    worst_errors.py                    rewrites the table from tests/numerics/worst.json
    worst_errors.py --check            only says whether that would change anything
    worst_errors.py --run BUILD        runs the tests that measure, nightly cases too, under every
                                       instruction set of this machine, from a build directory
    worst_errors.py --run BUILD --only TEST ...
                                       these alone, such as exp/accuracy; what is there and worse stays
    worst_errors.py --from TEXT        takes what such tests printed elsewhere, on another processor

What is not measured anew, such as other instruction sets, stays as it is.
"""
import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from readme_figures import ISAS, TREE, table

PAGE = TREE / "docs" / "ACCURACY.md"
FIGURES = TREE / "tests" / "numerics" / "worst.json"
BEGIN, END = "<!-- worst: begin -->", "<!-- worst: end -->"

# Programs that print `worst` lines (tests/support/worst.hpp), and whether they know instruction sets.
PROGRAMS = {"numerics/rbf": True, "numerics/filter": True, "numerics/mixture": True, "numerics/pool": True,
            "rbf/density": True, "exp/accuracy": True, "filter/accuracy": True, "mixture/accuracy": True, "pool/accuracy": True,
            "kernels/accuracy": False, "kernels/turned": False}  # fmt: skip
SKIPPED = 77

# Functions in the order of the table, and where their bounds stand.
SECTIONS = {
    "exp": "exp",
    "rbf_kernel": "rbf_kernel",
    "rbf_plan": "rbf_kernel",
    "rbf_kernel_local": "rbf_kernel",
    "rbf_apply": "rbf_kernel",
    "rbf_plan::apply": "rbf_kernel",
    "rbf_density": "densities",
    "rbf_log_density": "densities",
    "gaussian_kernel_1d": "kernels",
    "gaussian_kernel_2d": "kernels",
    "gkern": "kernels",
    "mixture_pdf": "mixtures",
    "mixture_logpdf": "mixtures",
    "gaussian_2d": "mixtures",
    "block_pool": "pooling",
    "gaussian_pool": "pooling",
    "gaussian_filter": "filters",
    "gaussian_filter1d": "filters",
    "gaussian_laplace": "filters",
    "gaussian_gradient_magnitude": "filters",
    "difference_of_gaussians": "filters",
}
ELSEWHERE = {"gaussian_filter, recursive": "FILTERS-RECURSIVE.md"}
TYPES = ["float", "float, v double", "double", "uint8", "uint8, rounded", "uint16", "uint16, rounded", "int16",
         "int16, rounded"]  # fmt: skip


def parsed(text):
    """{function: {type: {isa: [unit, error, share, input]}}} of the lines, the worst of each."""
    worst = {}
    for line in text.splitlines():
        words = line.split("\t")
        if words[0] != "worst":
            continue
        function, type_, isa, unit, error, share, input_ = words[1:]
        of = worst.setdefault(function, {}).setdefault(type_, {})
        merge(of, isa, [unit, float(error), float(share), input_])
    return worst


def merge(of, isa, row):
    """Into what there is: the larger error, and the larger share with its input."""
    old = of.get(isa, row)
    of[isa] = [row[0], max(old[1], row[1]), *(row[2:] if row[2] > old[2] else old[2:])]


def measured_by(build, only):
    text = []
    for name, knows_isas in PROGRAMS.items():
        if only and name not in only:
            continue
        program = build / "tests" / Path(name).parent / ("test_" + name.replace("/", "_"))
        for isa in ISAS if knows_isas else [None]:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("BELLCURVE_")}
            if isa:
                environment["BELLCURVE_TEST_ISA"] = isa
            done = subprocess.run([program], env=environment, capture_output=True, text=True)
            if done.returncode == SKIPPED:
                continue
            if done.returncode != 0:
                sys.exit(f"{program} failed under {isa}:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
            text.append(done.stdout)
    return "\n".join(text)


def taken(data, worst, in_part):
    """`data` with those instruction sets of functions replaced that were measured; if in part, where worse."""
    for function, types in worst.items():
        for type_, isas in types.items():
            of = data.setdefault(function, {}).setdefault(type_, {})
            for isa, row in isas.items():
                merge(of, isa, row) if in_part else of.update({isa: row})
    return data


def error_text(error):
    return f"{error:.2f}" if 0.01 <= error < 100 else f"{error:.1e}".replace("e-0", "e-")


def cell(row):
    if row is None:
        return ""
    _, error, share, _ = row
    return f"{error_text(error)}, {100 * share:.0f} %"


def rows_of(data, isas):
    known = {section: place for place, section in enumerate(SECTIONS)}
    for function in data:
        if function.split(",")[0] not in known:
            raise SystemExit(f"scripts/worst_errors.py does not know where {function} belongs")
    for function in sorted(data, key=lambda f: known[f.split(",")[0]]):
        link = ELSEWHERE.get(function, "#" + SECTIONS[function.split(",")[0]])
        name, *variant = function.split(", ")
        for type_ in sorted(data[function], key=TYPES.index):
            of = data[function][type_]
            unit = next(iter(of.values()))[0]
            worst = max(of.values(), key=lambda row: row[2])
            text = [f"[`{name}`]({link})" + "".join(", " + v for v in variant), type_, unit]
            if "every" in of:  # code that knows no instruction sets
                cells = [cell(of["every"])] + ["same"] * (len(isas) - 1)
            else:
                cells = [cell(of.get(isa)) for isa in isas]
            yield text + cells + [worst[3]]


def block(data):
    found = {isa for types in data.values() for of in types.values() for isa in of}
    isas = [isa for isa in ISAS if isa in found]
    head = ["function", "type", "error", *isas, "where"]
    return f"{BEGIN}\n{table(head, list(rows_of(data, isas)))}\n{END}"


def stored(data):
    """JSON with a measurement a line: its history can be read."""
    lines = []
    for function in sorted(data):
        for type_ in sorted(data[function]):
            for isa in sorted(data[function][type_]):
                lines.append(json.dumps([function, type_, isa, *data[function][type_][isa]]))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def read(path):
    data = {}
    for function, type_, isa, *row in json.loads(path.read_text()) if path.exists() else []:
        data.setdefault(function, {}).setdefault(type_, {})[isa] = row
    return data


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="TEST", choices=PROGRAMS, default=[])
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--check", action="store_true")
    source.add_argument("--run", metavar="BUILD", type=Path)
    source.add_argument("--from", dest="text", metavar="TEXT", type=Path)
    parser.add_argument("--page", type=Path, default=PAGE)
    parser.add_argument("--figures", type=Path, default=FIGURES)
    given = parser.parse_args()
    measured = given.run or given.text
    if measured:
        worst = parsed(measured_by(given.run, given.only) if given.run else given.text.read_text())
    data = read(given.figures)
    if measured:
        data = taken(data, worst, given.only)
        given.figures.write_text(stored(data))
    old = given.page.read_text()
    new, count = re.subn(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: block(data), old, flags=re.S)
    if count != 1:
        sys.exit(f"{given.page} must have one '{BEGIN}' and one '{END}' behind it")
    if not given.check:
        given.page.write_text(new)
    elif new != old:
        sys.exit(f"{given.page} differs from what {given.figures} says: run scripts/worst_errors.py")
    return 0


if __name__ == "__main__":
    sys.exit(main())
