"""Every Python block of every page runs, those of a page one after the other."""

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]


def blocks(page):
    return re.findall(r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


PAGES = {page.name: page for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if blocks(page)}


@lru_cache
def run(page):
    """The names that a page leaves behind."""
    names = {}
    for block in blocks(PAGES[page]):
        exec(compile(block, page, "exec"), names)
    return names


@pytest.mark.parametrize("page", PAGES)
def test_blocks_run(page):
    run(page)


def test_readme():
    from scipy import ndimage

    of = run("README.md")
    np.testing.assert_allclose(of["soft"], ndimage.gaussian_filter(of["image"], 2), atol=1e-4)
    assert of["K"].shape == (1000, 1000) and of["K"].dtype == np.float32


def test_python_page():
    from sklearn.metrics.pairwise import rbf_kernel

    of = run("PYTHON.md")
    np.testing.assert_allclose(of["K"], rbf_kernel(of["X"], of["Y"], 0.1), rtol=1e-11)
    assert of["heat"].shape == (100, 100) and of["small"].shape == (15, 20)


def test_guide():
    of = run("GUIDE.md")
    np.testing.assert_allclose(of["Kv"], of["K2"] @ of["v"], rtol=1e-10)
    np.testing.assert_allclose(of["rows"][0], of["bc"].rbf_kernel(of["X"], gamma=0.1)[3], rtol=1e-12)
    assert of["model"].score(of["X"], of["labels"]) > 0.9


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
        got = bc().gaussian_filter(image, s, mode="mirror", radius=round(8 * s + 1) // 2)
        np.testing.assert_allclose(got, want, atol=1e-5)
        np.testing.assert_allclose(bc().gaussian_kernel_1d(9, s)[:, None], cv2.getGaussianKernel(9, s), rtol=1e-12)
