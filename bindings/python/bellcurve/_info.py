"""What this build is, and what it found on this machine."""

from __future__ import annotations

from typing import Any

from . import _core


def info() -> dict[str, Any]:
    """Version, instruction sets, BLAS and its self-test, threads."""
    return {
        "version": _core.version(),
        "isas": _core.available_isas(),
        "isa": _core.active_isa(),
        "blas": _core.blas(),
        "threads": _core.default_threads(),
    }


def available_isas() -> list[str]:
    """Instruction sets that this build holds and this machine runs, slowest first."""
    return _core.available_isas()


def active_isa() -> str:
    """The one in use: the last of `available_isas`, unless the environment variable
    BELLCURVE_ISA named another when it was first needed, or `set_isa` chose one."""
    return _core.active_isa()


def set_isa(name: str) -> None:
    """Chooses the instruction set of all later calls, in every thread."""
    _core.set_isa(name)
