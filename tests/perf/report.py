"""bellcurve-perf from end to end, on a few cases: what its JSON and its HTML hold, and how it refuses
wrong calls.

  report.py PROGRAM

Exit code 77: gnuplot is not here.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

CONTEXT = (  # ours, then what Google Benchmark's tools expect
    "version", "commit", "cpu", "clock", "isas", "threads", "compiler", "flags", "isa_flags", "blas", "blas_core",
    "date", "num_cpus", "caches", "library_build_type",
)  # fmt: skip
RUN = ("name", "run_name", "run_type", "iterations", "real_time", "cpu_time", "time_unit")
# Few and small ones: what is measured does not matter here.
CASES = ["--quick", "--operation", "exp,norms,rbf,kernels", "--type", "f32", "--size",
         "16KiB,64KiB,256KiB,21x21,64x8,512x8,2048x8", "--benchmark_min_time=0.001"]  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"

problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


def call(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=240)


def check_json(path, isas):
    with open(path) as f:
        data = json.load(f)
    for key in CONTEXT:
        check(data["context"].get(key) not in (None, ""), f"context: no {key}")
    check(data["context"]["isas"].split() == isas, f"context: isas {data['context']['isas']}, want {isas}")
    runs = data["benchmarks"]
    for run in runs:
        missing = [key for key in RUN if key not in run]
        check(not missing, f"{run.get('name')}: no {missing}")
        operation, variant = run["name"].split("/")[:2]
        check(0 < run["percent_of_roof"] < 1000, f"{run['name']}: {run['percent_of_roof']} % of the roof")
        check(run["real_time"] > 0 and run["iterations"] > 0, f"{run['name']}: no time")
        unit = {"exp": "elements/s", "norms": "FLOP/s", "rbf": "pairs/s", "kernels": "cells/s"}[operation]
        check(run[unit] > 0, f"{run['name']}: no {unit}")
        check(run["label"].startswith("roof: "), f"{run['name']}: label {run['label']}")
    measured = {run["name"].split("/")[3] for run in runs}
    check(measured == set(isas) | {"baseline"}, f"instruction sets in the file: {measured}")
    return [run["name"].split("/")[:6] for run in runs]


def check_best(program, directory):
    """Of several repetitions the tables have the best one, and each run of the file the time of its best
    turn, as its rate has it."""
    files = [os.path.join(directory, name) for name in ("best.txt", "best.json")]
    result = call(program, "--quick", "--operation", "norms,kernels", "--type", "f32", "--threads", "1",
                  "--benchmark_min_time=0.005", "--benchmark_repetitions=4", "--text", files[0],
                  "--json", files[1])  # fmt: skip
    check(result.returncode == 0, f"repetitions: exit code {result.returncode}: {result.stderr}")
    if result.returncode != 0:
        return
    with open(files[0]) as text, open(files[1]) as f:
        tables, runs = text.read(), json.load(f)["benchmarks"]
    best, work = {}, {}
    for run in runs:
        if run["run_type"] != "iteration":
            continue
        rate = next(run[unit] for unit in ("cells/s", "FLOP/s") if unit in run)
        best[run["run_name"]] = max(best.get(run["run_name"], 0), rate)
        work.setdefault(run["run_name"], []).append(rate * run["real_time"])
    check(len(best) >= 4, f"only {len(best)} cases of repetitions")
    for name, rate in best.items():
        check(len(work[name]) == 4, f"{name}: {len(work[name])} repetitions")
        check(max(work[name]) < (1 + 1e-6) * min(work[name]), f"{name}: rates and times differ: {work[name]}")
        _, variant, type_, _, size, _ = name.split("/")[:6]
        giga = rate / 1e9
        shown = f"{giga:.0f}" if giga >= 100 else f"{giga:#.3g}"
        row = rf"^ *{variant} +{type_} +{size} .* {re.escape(shown)}[ ~]"
        for where, said in (("--text", tables), ("terminal", result.stdout)):
            check(re.search(row, said, re.M), f"{name}: {where} has no {shown}")


def series_of(svg):
    """What the key of a picture names, and the axes, if as many things as that are drawn."""
    texts = {"".join(t.itertext()).strip() for t in svg.iter(SVG + "text")}
    drawn = [g for g in svg.iter(SVG + "g") if "_plot_" in g.get("id", "") and len(list(g.iter())) > 3]
    return texts if drawn else set()


def check_html(path, cases, isas):
    with open(path) as f:
        text = f.read()
    check(not re.search(r"""(src|href)\s*=\s*["'](?!#|data:)""", text), "the page refers to something outside it")
    check("<script" not in text, "there is a script in the page")
    for section in ("overview", "roofline", "isas", "sizes", "threads", "machine", "all"):
        # Where there is one thread, nothing scales.
        check(f'<section id="{section}"' in text or section == "threads", f"no section {section}")
    pictures = [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.S)]
    ids = [e.get("id") for p in pictures for e in p.iter() if e.get("id")]
    check(len(ids) == len(set(ids)), "two elements have the same id")
    names = [series_of(p) for p in pictures]
    drawn = set().union(*names)
    for operation, variant, type_, isa, size, threads in cases:
        spaced = variant.replace("_", " ")
        if isa != "baseline":
            bar = f"{spaced} {type_}"
            check(bar in drawn or f"{bar}, {threads[8:]} thread" in " ".join(drawn), f"no series {bar}")
        check(f"<td>{operation.replace('_', ' ')} {spaced}</td>" in text, f"no row {operation} {variant}")
    for isa in isas:
        check(f"roof of {isa}" in drawn, f"no roof of {isa}")
    for main in ("exp array", "norms in cache", "rbf cross auto", "roof in L1"):
        check(main in drawn, f"not on the roofline: {main}")
    check(all(names), "a picture without series")


def check_refusals(program, directory):
    def refuse(code, said, *arguments):
        result = call(program, *arguments)
        check(result.returncode == code, f"{arguments}: exit code {result.returncode}, want {code}")
        check(said in result.stderr, f"{arguments}: {result.stderr!r} does not say {said!r}")
        check(result.stderr.count("\n") == 1, f"{arguments}: not one line: {result.stderr!r}")
        check(not os.listdir(directory), f"{arguments}: left {os.listdir(directory)}")

    refuse(2, "--isa must be one of scalar", "--isa", "mmx")
    refuse(2, "got 'nan'", "--size=nan")
    refuse(2, "--operation must be one of limits, exp", "--operation", "exp,,rbf")
    refuse(2, "--threads must be one of 1", "--threads", "0")
    refuse(2, "--type must be one of", "--type", "f16")
    refuse(2, "no case has all that was asked for", "--operation", "kernels", "--type", "u8")
    refuse(2, "unknown argument --nonsense", "--nonsense")
    refuse(2, "--json needs a value", "--operation", "exp", "--json")
    refuse(2, "--html must name a file", "--html=")
    refuse(2, "--pairs needs --peers", "--operation", "exp", "--pairs", "3")
    refuse(2, "--python needs --peers", "--operation", "exp", "--python=/usr/bin/python3")
    refuse(2, "has peers: rbf, exp, kernels", "--operation", "norms", "--peers")
    listed = ("--operation", "kernels", "--benchmark_list_tests")
    refuse(2, "--benchmark_list_tests measures nothing", *listed, "--json", os.path.join(directory, "x"))
    refuse(1, "/nonexistent/x.json: cannot", "--json", "/nonexistent/x.json")
    refuse(1, f"{directory}: ", "--html", directory)
    same = os.path.join(directory, "same")
    refuse(2, "--html must name a file of its own", "--json", same, "--html", same)
    if os.geteuid() == 0:
        return  # who may write everywhere
    os.chmod(directory, 0o500)
    refuse(1, "cannot", "--json", os.path.join(directory, "x.json"))
    os.chmod(directory, 0o700)


def main():
    program = os.path.abspath(sys.argv[1])
    if not shutil.which("gnuplot"):
        print("skipped: no gnuplot")
        return 77
    with tempfile.TemporaryDirectory() as directory:
        check_refusals(program, directory)
        check_best(program, directory)
        files = [os.path.join(directory, name) for name in ("perf.json", "perf.html")]
        result = call(program, *CASES, "--json", files[0], "--html", files[1])
        check(result.returncode == 0, f"exit code {result.returncode}: {result.stderr}")
        check(result.stderr == "", f"on stderr, which is no terminal: {result.stderr!r}")
        if not problems:
            isas = re.search(r"^isas +(.*)$", result.stdout, re.M).group(1).split()
            cases = check_json(files[0], isas)
            check(len(cases) >= 14, f"only {len(cases)} cases")
            check_html(files[1], cases, isas)
    for problem in problems:
        print("FAILED:", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
