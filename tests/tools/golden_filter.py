#!/usr/bin/python3
"""Writes tests/tools/golden/filter/*.npy: what SciPy makes of a few arrays and pictures.

    tests/tools/golden_filter.py

Everything is computed in double. Integers are rounded to the nearest; none of them stands so near
to a half that float could round it elsewhere. Made with NumPy 1.24.2 and SciPy 1.10.1."""
import io
import pathlib

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d

directory = pathlib.Path(__file__).parent / "golden" / "filter"
directory.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(1)


def save(name, array):
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0))
    (directory / f"{name}.npy").write_bytes(buffer.getvalue())


def rounded(array, dtype):
    # float32 is off by a few units in 2^-24 of the largest sample.
    margin = 8 * np.abs(array).max() * 2.0 ** -24
    assert np.all(np.abs(array - np.floor(array) - 0.5) > margin), "choose other values"
    return np.rint(array).astype(dtype)


def along(array, sigma, axes, **how):
    for axis in axes:
        array = gaussian_filter1d(array, sigma, axis, **how)
    return array


a = rng.normal(size=(9, 12))
save("a", a)
save("a_f4", a.astype("f4"))
save("plain", gaussian_filter(a, 1.5))
save("plain_f4", gaussian_filter(a.astype("f4").astype("f8"), 1.5).astype("f4"))
save("modes", gaussian_filter(a, (2, 0.7), mode=("mirror", "wrap")))
save("orders", gaussian_filter(a, (1, 2), order=(1, 2), mode="nearest"))
save("constant", gaussian_filter(a, 3, truncate=2, mode="constant", cval=0.5))
save("radius", gaussian_filter(a, 5, radius=(3, 12)))
save("axis", gaussian_filter1d(a, 2, 1))

# Normalized convolution: what is there, filtered, over the filtered share of what is there.
mask = rng.random(a.shape) < 0.6
mask[:, 8:] = False
holes = np.where(mask, a, np.nan)
weight = gaussian_filter(mask.astype("f8"), 1, radius=3)
value = gaussian_filter(np.where(mask, a, 0), 1, radius=3)
with np.errstate(invalid="ignore"):
    whole = value / weight
assert np.all(np.abs(weight - 0.25) > 1e-9) and np.any(weight == 0)
save("mask", mask)
save("holes", holes)
save("whole", whole)
save("whole_quarter", np.where(weight >= 0.25, whole, -7.5))

for dtype in ("u1", "u2", "i2"):
    v = rng.integers(-700 if dtype == "i2" else 0, 255 if dtype == "u1" else 700,
                     (5, 6, 7), endpoint=True).astype(dtype)
    save(f"v_{dtype}", v)
    save(f"v_{dtype}_all", rounded(gaussian_filter(v.astype("f8"), 1), dtype))
    save(f"v_{dtype}_two", rounded(along(v.astype("f8"), 0.8, (0, 2), mode="wrap"), dtype))
save("v_u1_slope", gaussian_filter(np.load(directory / "v_u1.npy")[0].astype("f8"), 1, order=(0, 1))
     .astype("f4"))
save("v_u1_flat", np.load(directory / "v_u1.npy")[0])


def picture(shape, dtype):
    """What golden_png.py writes."""
    k = np.arange(np.prod(shape)).reshape(shape)
    return ((37 * k + 1) % 256 if dtype == "u1" else (7919 * k + 1) % 65536).astype("f8")


def smooth(p):
    return along(p, 0.71, (0, 1))


rgb8, rgb16 = picture((4, 3, 3), "u1"), picture((4, 3, 3), "u2")
save("rgb8", rounded(smooth(rgb8), "u1"))
save("rgb16", rounded(smooth(rgb16), "u2"))
save("gray8", rounded(smooth(picture((3, 4), "u1")), "u1"))
for name, dtype, shape in ("rgba8", "u1", (2, 3, 4)), ("graya16", "u2", (3, 2, 2)):
    p = picture(shape, dtype)
    seen = smooth(p[..., -1:])
    save(name, rounded(np.concatenate((smooth(p[..., :-1] * p[..., -1:]) / seen, seen), -1), dtype))
