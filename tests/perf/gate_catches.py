"""gate_catches.py <directory> [slow] [null [SEED]...]

Proof that the gate works, on this machine: a micro-kernel that does 15 % more is caught, and nothing
else, and runs of the library against itself (20, or those of these seeds) raise no alarm. Builds in the
directory and uses again what is there.
"""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]
GATE = TREE / "perf" / "gate"
sys.path.insert(0, str(GATE))

import base  # noqa: E402
import build  # noqa: E402

# The loop over arrays of exp, and then over 15 % of the array once more.
ONCE = "void map(const T* in, T* out, std::size_t n) noexcept {"
MORE = """
template <class T, class F>
void map(const T* in, T* out, std::size_t n) noexcept {
  map_once<T, F>(in, out, n);
  map_once<T, F>(in, out, n * 15 / 100);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
"""
END = "\n}  // namespace\n}  // namespace bellcurve::simd::BELLCURVE_ISA\n"


def slowed(into):
    """A copy of the library's sources with the extra work in it."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    for name in base.SOURCES:
        copy = shutil.copytree if (TREE / name).is_dir() else shutil.copy
        copy(TREE / name, into / name)
    path = into / "lib" / "simd" / "exp.hpp"
    text = path.read_text()
    if text.count(ONCE) != 1 or not text.endswith(END):
        raise SystemExit(f"{path} is not what this script slows down: change it here, too")
    text = text.removesuffix(END).replace(ONCE, ONCE.replace("map", "map_once")) + MORE
    path.write_text(text)


def built(tree, into):
    [(programs, said)] = build.build([build.Build(tree, into, build.best_isa())], os.cpu_count())
    if programs.keys() != set(build.areas()):
        raise SystemExit(f"{tree} does not build:\n{said}")
    return into


def gate(before, after, seed, scratch):
    """\return The exit code, what was said and the verdicts by benchmark."""
    out = scratch / "out"
    words = [sys.executable, GATE / "check_perf.py", "--seed", str(seed), "--build", out]
    done = subprocess.run([*words, "--programs", before, after], capture_output=True, text=True)
    if done.returncode not in (0, 1) or not (out / "result.json").exists():
        raise SystemExit(f"the gate itself failed:\n{done.stdout}{done.stderr}")
    result = json.loads((out / "result.json").read_text())
    return done.returncode, done.stdout, {b["name"]: b["verdict"] for b in result["benchmarks"]}


def slowdown_is_caught(before, scratch):
    slowed(scratch / "slow" / "source")
    after = built(scratch / "slow" / "source", scratch / "slow" / "build")
    code, said, verdicts = gate(before, after, 1, scratch)
    print(said, flush=True)
    slower = {name for name, verdict in verdicts.items() if verdict == "SLOWER"}
    # On a busy machine the noise may hide one of the three.
    return code == 1 and slower and all(name.startswith("exp_") for name in slower)


def null_run_is_quiet(before, seed, scratch):
    code, said, verdicts = gate(before, before, seed, scratch)
    odd = {name: v for name, v in verdicts.items() if v != "same"}
    print(f"null run {seed}: {'quiet' if code == 0 else 'ALARM'} {odd or ''}", flush=True)
    if code != 0:
        print(said, flush=True)
    return code == 0


def main():
    build.end_in_order()
    scratch = Path(sys.argv[1]).resolve()
    words = sys.argv[2:]
    seeds = [int(w) for w in words if w.isdigit()] or range(1, 21)
    before = built(TREE, scratch / "same")
    passed = True
    if not words or "slow" in words:
        passed = slowdown_is_caught(before, scratch)
    if not words or "null" in words:
        passed &= all([null_run_is_quiet(before, seed, scratch) for seed in seeds])
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
