"""Runs the programs of two builds in turns, each time in a fresh process."""
import os
import random
import subprocess

SIDES = ("base", "candidate", "again")  # "again": the base once more, for the noise


def environment():
    """What is measured is the library and the BLAS as they are, not what happens to be set here."""
    unset = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "BELLCURVE_ISA")
    return {k: v for k, v in os.environ.items() if k not in unset}


def times_of(program, only=()):
    """One process. \return Seconds by benchmark."""
    words = [str(program)] + (["--only", ",".join(only)] if only else [])
    done = subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True, env=environment())
    return {name: float(t) for name, t in (line.split() for line in done.stdout.splitlines())}


def measure(programs, rounds, seed, only=None, progress=lambda share: None):
    """programs: by area the pair of programs of base and candidate. In each round each area runs
    once for every side, one right after the other: what disturbs the machine disturbs all three.
    Areas and sides come in an order drawn from the seed.
    only: by area the names to run; areas not in it are left out.
    \return By benchmark, by side the seconds of each round."""
    order = random.Random(seed)
    areas = sorted(programs if only is None else only)
    found = {}
    for done in range(rounds):
        for area in order.sample(areas, len(areas)):
            base, candidate = programs[area]
            for side in order.sample(SIDES, len(SIDES)):
                program = candidate if side == "candidate" else base
                for name, t in times_of(program, only[area] if only else ()).items():
                    found.setdefault((area, name), {s: [] for s in SIDES})[side].append(t)
        progress((done + 1) / rounds)
    return {name: found[area, name] for area, name in sorted(found)}
