#!/usr/bin/env python3
"""Figures of the README, from what was measured.

    readme_figures.py                        rewrites the blocks between <!-- figures:NAME --> and
                                             <!-- /figures --> from perf/figures/*.json
    readme_figures.py --check                only says whether that would change anything
    readme_figures.py --run PROGRAM [PART..] measures those parts (default: all) by bellcurve-compare
                                             first, which takes some minutes
"""
import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[1]

# Parts of bellcurve-compare, and pairs for each: as many as a minute or two allow.
PARTS = {"large": 3, "rbf": 5, "exp": 11, "pool": 11, "kernels": 11, "mixture": 15, "filter": 9}

ISAS = {"scalar": "no SIMD", "sse2": "SSE2", "avx2": "AVX2", "avx512": "AVX-512", "neon64": "NEON"}


class Figures:
    """What one run measured."""

    def __init__(self, path):
        self.path = path
        data = json.loads(path.read_text())
        self.machine, self.command = data["machine"], data["command"]
        self.rows = {row["name"]: row for row in data["rows"]}

    def row(self, name):
        if name not in self.rows:
            raise SystemExit(f"{self.path}: no '{name}': measured without this peer?")
        return self.rows[name]

    def where(self, threads=None):
        m = self.machine
        threads = threads or f"{m['threads']} threads"
        return f"{m['cpu']} with {ISAS[m['isa']]}, {threads}"

    def pairs(self):
        return max((row["pairs"] for row in self.rows.values()), default=0)

    def ratio(self, name):
        return ratio_text(self.row(name)["median"])

    def times(self, name):
        return f"{self.ratio(name)} times"

    def of_both(self, name, text=None):
        """For float32 / float64."""
        text = text or self.ratio
        return " / ".join(text(f"{t}{name}") for t in ("float32", "float64"))

    def microseconds(self, name):
        return f"{1e6 * self.row(name)['seconds_a']:.2g}"


def ratio_text(r):
    """0.84, 1.2, 12, 1/16: what a reader keeps in mind."""
    if r < 0.095:
        return f"1/{float(f'{1 / r:.2g}'):.0f}"
    return f"{r:.2f}" if r < 2 else f"{r:.1f}" if r < 9.95 else f"{r:.0f}"


def table(head, rows):
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    lines.insert(1, "|" + "---|" * len(head))
    return "\n".join(lines).replace("|  |", "| |").replace("|  |", "| |")


def rbf(figures):
    large = figures["large"]
    return f"""On {large.where()}, float32 / float64, by
`bellcurve-compare --only large` ([what the figures mean](perf/README.md)), medians of {large.pairs()} interleaved
pairs; K of 10000 x 512, symmetric:

""" + table(
        ["against", "takes"],
        [
            ["`cblas_sgemm` / `cblas_dgemm` alone, all threads, no exp at all",
             large.of_both(": rbf_kernel / full gemm") + " of its time"],
            ["OpenBLAS, then a pass of `std::exp`", large.of_both(": rbf_kernel / gemm, then std::exp")],
            ["OpenBLAS, then a pass of our `exp`", large.of_both(": rbf_kernel / gemm, then our exp")],
        ],
    )


def products(figures):
    f = figures["rbf"]
    subjects = [("float32", 3), ("float32", 10), ("float32", 50), ("float64", 10)]

    def line(what, pair):
        return [what, *(f.ratio(f"{t}, {d} features: {pair}") for t, d in subjects)]

    return f"""`K v` of 20000 points, K never stored, on {f.where()}, by
`bellcurve-compare --only rbf`, medians of {f.pairs()} pairs:

""" + table(
        ["takes", "float32, 3 features", "10", "50", "float64, 10"],
        [
            line("of as many `exp` and multiply-adds in the first cache", "K v / exp and multiply-adds"),
            line("of points with themselves, of the time for two sets", "symmetric K v / cross"),
            line("for 16 vectors at once, of the time for one", "K V of 16 columns / K v"),
        ],
    )


# Peers of exp that are libraries of vectors, by what the README calls them.
EXP_LIBRARIES = {"SLEEF, 1 ulp": "SLEEF", "SLEEF, 1 ulp, for SSE4": "SLEEF", "libmvec": "libmvec", "xsimd": "xsimd"}


def exp(figures):
    f = figures["exp"]
    isas = [isa for isa in ISAS if any(name.startswith(f"float32 {isa}: exp / xsimd") for name in f.rows)]

    def fastest(kind, isa):
        """The library that comes closest, or passes."""
        found = {name: f.row(f"{kind} {isa}: exp / {peer}")["median"] for peer, name in EXP_LIBRARIES.items()
                 if f"{kind} {isa}: exp / {peer}" in f.rows}  # fmt: skip
        f.row(f"{kind} {isa}: exp / SLEEF, 1 ulp")  # a figure without the best peer would flatter
        f.row(f"{kind} {isa}: exp / libmvec")
        return max(found.items(), key=lambda item: item[1])

    def line(kind):
        return [kind, *(f"{ratio_text(ratio)} ({name})" for name, ratio in (fastest(kind, isa) for isa in isas))]

    return f"""`exp` in the first cache, at most 1 ulp off: its time over that of the fastest of SLEEF (1 ulp), libmvec
(4 ulp) and xsimd, on {f.where("one thread")}, by
`bellcurve-compare --only exp`:

""" + table(["", *(ISAS[isa] for isa in isas)], [line("float32"), line("float64")])


def kernels(figures):
    pool, gkern, mixture = figures["pool"], figures["kernels"], figures["mixture"]
    scipy_pairs = mixture.row("float32: mixture_pdf / SciPy")["pairs"]
    small = ": 100 x 100 heat map, round / SciPy"
    return f"""On {pool.where()}, by `bellcurve-compare --only pool`,
`kernels`, `mixture`; medians of {pool.pairs()} interleaved pairs (mixtures {mixture.pairs()}, SciPy's densities {scipy_pairs}):

""" + table(
        ["", "takes", "of"],
        [
            ["`block_pool`, 8 x 8 blocks of 4096 x 4096 float32",
             pool.times("float32: block_pool / reading the matrix"),
             "reading the matrix and nothing else, by both threads"],
            ["", pool.ratio("float32: block_pool / NumPy tensordot"), "NumPy's `tensordot`"],
            ["`mixture_pdf`, two Gaussians of general covariance on 4096 x 4096, float32 / float64",
             mixture.of_both(": mixture_pdf / as many exp in L1"), "as many `exp` in the first cache"],
            ["", mixture.of_both(": mixture_pdf / filling the grid") + " times", "filling the grid"],
            ["", mixture.of_both(": mixture_pdf / SciPy"),
             "the sum of two `scipy.stats.multivariate_normal.pdf`"],
            ["a heat map of two such Gaussians, round, 100 x 100, float32 / float64",
             mixture.of_both(small, mixture.microseconds) + " us", ""],
            ["`gkern(21)`",
             f"{gkern.microseconds('float64: gkern(21) / SciPy and NumPy')} us "
             f"({gkern.ratio('float64: gkern(21) / SciPy and NumPy')})", "the NumPy and SciPy snippet"],
        ],
    )


def filters(figures):
    f = figures["filter"]
    sigmas = (1, 2, 4, 8, 32)

    def line(what, name, where=sigmas):
        return [what, *(f.ratio(name.format(s)) if s in where else "" for s in sigmas)]

    scipy_pairs = f.row("float32, sigma 1 / SciPy")["pairs"]
    fir = " / ".join(f.ratio(f"recursive, sigma {s} / truncated kernel") for s in (32, 200))
    opencv = " / ".join(f.ratio(f"recursive, sigma {s} / OpenCV GaussianBlur") for s in (8, 32))
    return f"""On {f.where()}, by `bellcurve-compare --only filter`,
medians of {f.pairs()} interleaved pairs (SciPy: {scipy_pairs}); images of 4096 x 4096, OpenCV with the same kernel:

""" + table(
        ["time of ours over that of", *("sigma 1", "2", "4", "8", "32")],
        [
            line("copying the image, float32", "float32, sigma {} / copying the data"),
            line("OpenCV's `GaussianBlur`, float32", "float32, sigma {} / OpenCV GaussianBlur"),
            line("OpenCV's `GaussianBlur`, uint8", "uint8, sigma {} / OpenCV GaussianBlur", (1, 2, 8)),
            line("SciPy, float32", "float32, sigma {} / SciPy"),
        ],
    ) + f"""

A volume of 256 x 256 x 256 float32 at sigma 2 takes {f.ratio("volume, sigma 2 / SciPy")} of SciPy's time; the recursive filter
(tolerance 1e-4) at sigma 32 / 200 takes {fir} of the time of the truncated kernel, at sigma
8 / 32 {opencv} of OpenCV's."""


BLOCKS = {"rbf": rbf, "products": products, "exp": exp, "kernels": kernels, "filters": filters}


def rewritten(readme, figures):
    found = []

    def block(match):
        found.append(match[1])
        if match[1] not in BLOCKS:
            raise SystemExit(f"README: figures:{match[1]} is unknown (known: {', '.join(BLOCKS)})")
        return f"<!-- figures:{match[1]} -->\n{BLOCKS[match[1]](figures)}\n<!-- /figures -->"

    text = re.sub(r"<!-- figures:(\w+) -->\n.*?<!-- /figures -->", block, readme, flags=re.S)
    if sorted(found) != sorted(BLOCKS):
        raise SystemExit(f"README: expected one block each of {', '.join(BLOCKS)}, got {found}")
    return text


def plain_environment():
    """OpenBLAS chooses its kernels for the machine at hand."""
    return {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}


def measure(program, parts, into):
    into.mkdir(parents=True, exist_ok=True)
    for part in parts:
        words = [program, "--only", part, "--pairs", str(PARTS[part]), "--json", into / f"{part}.json"]
        subprocess.run(words, env=plain_environment(), check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--run", metavar="PROGRAM")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--readme", type=Path, default=TREE / "README.md")
    parser.add_argument("--figures", type=Path, default=TREE / "perf" / "figures")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"PART must be one of {', '.join(PARTS)}, got {' '.join(sorted(unknown))}")
    if given.run:
        measure(given.run, given.parts or PARTS, given.figures)
    figures = {part: Figures(given.figures / f"{part}.json") for part in PARTS}
    before = given.readme.read_text()
    after = rewritten(before, figures)
    if given.check and after != before:
        sys.exit(f"{given.readme} differs from what {given.figures} say: run scripts/readme_figures.py")
    if not given.check:
        given.readme.write_text(after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
