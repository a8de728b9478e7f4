#!/usr/bin/python3
"""Writes tests/tools/golden/*.npy with NumPy (made with Debian 12's, 1.24).

    tests/tools/golden.py

Element number k, counted in C order, is k in integer files and k / 4 - 1 in the
others, so that the tests know every value. The files named bad_* are valid for
NumPy and refused here.
"""
import io
import pathlib

import numpy as np

directory = pathlib.Path(__file__).parent / "golden"
directory.mkdir(exist_ok=True)


def values(dtype, *shape):
    k = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)
    return (k if np.dtype(dtype).kind in "ui" else k / 4 - 1).astype(dtype)


def save(name, array, version=None):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version)
    (directory / f"{name}.npy").write_bytes(buffer.getvalue())


for dtype in ("<f4", "<f8", "|u1", "<u2", "<i2"):
    save(f"c_{dtype[1:]}", values(dtype, 3, 5))
    save(f"fortran_{dtype[1:]}", np.asfortranarray(values(dtype, 3, 5)))
save("c_b1", values("?", 3, 5))
save("0d_f8", values("<f8"))
save("1d_f4", values("<f4", 7))
save("3d_u1", values("|u1", 2, 3, 4))
save("empty_f4", values("<f4", 0, 4))
save("v2_f8", values("<f8", 3, 5), version=(2, 0))
save("v3_f8", values("<f8", 3, 5), version=(3, 0))
save("bad_big_endian", values(">f4", 3, 5))
save("bad_half", values("<f2", 3, 5))
save("bad_complex", values("<c8", 3, 5))
save("bad_text", np.array([["a", "b"]]))
save("bad_record", np.zeros(3, dtype=[("a", "<f4"), ("b", "<f8")]))
save("bad_record_utf8", np.zeros(3, dtype=[("größe", "<f4")]), version=(3, 0))
