#!/usr/bin/env python3
"""K v by R ranks of one thread against one rank of R threads, in interleaved pairs of runs.

Prints the median ratio of their times with the smallest and the largest, and how much more memory
than its slices and its part of a matrix a rank takes.
"""
import argparse
import json
import os
import statistics
import subprocess


def measure(mpiexec, ranks, threads, program, words):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
    # Several ranks of one thread each must not share a processor.
    environment |= {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                    "OMPI_MCA_hwloc_base_binding_policy": "none"}
    done = subprocess.run([mpiexec, "-n", str(ranks), program, *words], env=environment, check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="bellcurve-perf-mpi")
    parser.add_argument("--mpiexec", default="mpiexec")
    parser.add_argument("--ranks", type=int, default=os.cpu_count())
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--features", type=int, nargs="+", default=[3, 10, 50])
    parser.add_argument("--rows", type=int, default=40000)
    given = parser.parse_args()
    print(f"K v of {given.rows} points in float32: {given.ranks} ranks x 1 thread over 1 rank x "
          f"{given.ranks} threads")
    print(f"{'features':>8}  {'ratio':>6}  {'range':>14}  {'seconds':>8}  {'memory of a rank':>16}")
    for features in given.features:
        words = ["--rows", str(given.rows), "--features", str(features)]
        ratios, seconds, memory = [], [], []
        for pair in range(given.pairs):
            shapes = [(given.ranks, 1), (1, given.ranks)]
            taken = {}
            for ranks, threads in shapes if pair % 2 else reversed(shapes):
                taken[ranks] = measure(given.mpiexec, ranks, threads, given.program, words)
            many, one = taken[given.ranks], taken[1]
            ratios.append(many["seconds"] / one["seconds"])
            seconds.append(many["seconds"])
            memory.append(many["fill_bytes"] / many["fill_bytes_forecast"])
        span = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"{features:8}  {statistics.median(ratios):6.2f}  {span:>14}  "
              f"{statistics.median(seconds):8.3f}  {max(memory):14.3f} x", flush=True)


if __name__ == "__main__":
    main()
