"""The package's annotations, and the stub of its extension module, hold."""

import inspect
import os
import subprocess
import sys

import bellcurve as bc
import pytest

SOURCE = os.path.dirname(bc.__file__)


def test_mypy(tmp_path):
    pytest.importorskip("mypy")
    user = tmp_path / "user.py"
    user.write_text(
        "import numpy as np\n"
        "import bellcurve as bc\n"
        "k: np.ndarray = bc.rbf_kernel([[1.0, 2.0]], gamma=0.5)\n"
        "k = bc.gaussian_filter(k, (1, 2), mode=['wrap', 'mirror'], output=np.float32)\n"
        "k = bc.Mixture([0.0, 0.0]).pdf_grid((3, 4))\n"
        "bc.gkern('5')  # not an int\n"
    )
    # Of Python as old as the package takes; NumPy's own stubs are not what is looked at.
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), "--follow-imports", "silent",
         "--no-warn-unused-ignores", "--disable-error-code", "type-arg", SOURCE, str(user)],
        capture_output=True, text=True, env={**os.environ, "MYPYPATH": os.path.dirname(SOURCE)},
    )
    errors = [line for line in checked.stdout.splitlines() if ": error:" in line]
    assert len(errors) == 1 and "user.py:6" in errors[0], checked.stdout + checked.stderr


def test_stub_names_what_the_module_has():
    with open(os.path.join(SOURCE, "_core.pyi")) as f:
        stub = f.read()
    named = {line.split()[1].split("(")[0].rstrip(":") for line in stub.splitlines() if line.startswith(("def ", "class "))}
    named.add("max_axes")
    assert named == {n for n in dir(bc._core) if not n.startswith("_")}


@pytest.mark.parametrize("name", bc.__all__)
def test_everything_is_documented(name):
    first = inspect.getdoc(getattr(bc, name)).partition("\n\n")[0]
    assert first.endswith((".", "`."))
