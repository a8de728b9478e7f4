#!/bin/bash
# NumPy reads what we write, and we read what NumPy writes today.
. "$(dirname "$0")/command_lib.sh"
python=${PYTHON:-/usr/bin/python3}
"$python" -c 'import numpy' 2>/dev/null || skip "no NumPy for $python"
"$python" - "$bellcurve" <<'EOF' || fail "see above"
import itertools, json, subprocess, sys
import numpy as np

command = sys.argv[1]
random = np.random.default_rng(7)
for dtype, order, (n, m, d) in itertools.product(
        ("f4", "f8", "u1", "u2", "i2"), "CF", ((7, 5, 3), (40, 33, 17), (1, 1, 1), (0, 3, 2))):
    x = np.asarray(random.normal(20, 3, (n, d)), dtype=dtype, order=order)
    y = np.asarray(random.normal(20, 3, (m, d)), dtype=dtype, order=order)
    np.save("x.npy", x)
    np.save("y.npy", y)
    subprocess.run([command, "rbf", "x.npy", "y.npy", "--gamma", "0.05", "-o", "k.npy"], check=True)
    k = np.load("k.npy", allow_pickle=False)
    a, b = x.astype("f8"), y.astype("f8")
    exact = np.exp(-0.05 * ((a[:, None] - b) ** 2).sum(-1))
    assert k.shape == (n, m) and k.flags.c_contiguous, (dtype, order, k.shape)
    assert k.dtype == ("f8" if dtype == "f8" else "f4"), (dtype, k.dtype)
    np.testing.assert_allclose(k, exact, rtol=1e-9 if dtype == "f8" else 1e-3, atol=1e-30)
json.loads(subprocess.run([command, "info", "--json"], check=True, capture_output=True).stdout)
EOF
finish
