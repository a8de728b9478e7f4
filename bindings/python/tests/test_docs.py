"""Every Python block of the README and of docs/PYTHON.md runs, one after the other."""

import re
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(page):
    names = {}
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(), re.MULTILINE | re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, str(page), "exec"), names)
    return names


def test_readme():
    names = run("README.md")
    from scipy import ndimage

    np.testing.assert_allclose(names["soft"], ndimage.gaussian_filter(names["image"], 2), atol=1e-4)
    assert names["K"].shape == (1000, 1000) and names["K"].dtype == np.float32


def test_guide():
    names = run("docs/PYTHON.md")
    from sklearn.metrics.pairwise import rbf_kernel

    np.testing.assert_allclose(names["K"], rbf_kernel(names["X"], names["Y"], 0.1), rtol=1e-11)
    assert names["model"].score(names["X"], names["labels"]) > 0.9
    assert names["heat"].shape == (100, 100) and names["small"].shape == (15, 20)


def bc():
    import bellcurve

    return bellcurve


def test_sayings_about_peers():
    """Rows of the tables that no other test compares."""
    image = np.random.default_rng(0).normal(size=(30, 40)).astype(np.float32)
    from scipy.signal import windows

    np.testing.assert_allclose(
        bc().gaussian_kernel_1d(9, 2, normalization="none"), windows.gaussian(9, 2), rtol=1e-14
    )
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    kernel = ConstantKernel(2.0) * RBF(1.5) + WhiteKernel(0.25)
    x = image[:, :3].astype(float)
    np.testing.assert_allclose(bc().rbf_kernel(x, variance=2, lengthscale=1.5, noise=0.25), kernel(x), rtol=1e-12)
    cv2 = pytest.importorskip("cv2")
    for s in (0.8, 2.0, 3.3):
        want = cv2.GaussianBlur(image, (0, 0), s)
        got = bc().gaussian_filter(image, s, mode="mirror", radius=(round(8 * s + 1) | 1) // 2)
        np.testing.assert_allclose(got, want, atol=1e-5)
        np.testing.assert_allclose(bc().gaussian_kernel_1d(9, s)[:, None], cv2.getGaussianKernel(9, s), rtol=1e-12)
