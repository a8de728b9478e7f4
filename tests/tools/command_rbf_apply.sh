#!/bin/bash
# bellcurve rbf-apply: which calls are wrong, types and shapes in and out.
. "$(dirname "$0")/command_lib.sh"
cp "$golden"/*.npy .
X=c_f4.npy  # 3 x 5; as vectors, 5 of them for 3 points

echo "-- wrong calls: exit code 2"
expect 2 "X" rbf-apply
expect 2 "vectors" rbf-apply $X -o o.npy
expect 2 "output" rbf-apply $X --vectors $X
expect 2 "third" rbf-apply $X $X third --vectors $X -o o.npy
expect 2 "--uplo" rbf-apply $X --vectors $X --uplo lower -o o.npy
expect 2 "X must name a file" rbf-apply "" --vectors $X -o o.npy
expect 2 "Y must name a file" rbf-apply $X "" --vectors $X -o o.npy
expect 2 "bellcurve: --vectors must name a file" rbf-apply $X --vectors "" -o o.npy
expect 2 "bellcurve: --output must name a file" rbf-apply $X --vectors $X -o ""
expect 2 "X and Y cannot both be standard input" rbf-apply - - --vectors $X -o o.npy
expect 2 "only one input can be standard input" rbf-apply - --vectors - -o o.npy
expect 2 "only one input can be standard input" rbf-apply $X - --vectors - -o o.npy
for gamma in 0 -1 nan inf 1x ""; do expect 2 "bellcurve: --gamma must be" rbf-apply $X --vectors $X --gamma "$gamma" -o o.npy; done
for gamma in 1e-60 1e60; do expect 2 "bellcurve: --gamma must be finite and > 0 in float32" rbf-apply $X --vectors c_f8.npy --gamma $gamma -o o.npy; done
for variance in 0 -1 nan inf; do expect 2 "bellcurve: --variance must be" rbf-apply $X --vectors $X --variance $variance -o o.npy; done
for noise in -1 nan inf; do expect 2 "bellcurve: --noise must be" rbf-apply $X --vectors $X --noise $noise -o o.npy; done
expect 2 "bellcurve: --noise needs the symmetric form" rbf-apply $X $X --vectors $X --noise 1 -o o.npy
expect 2 "lengthscale" rbf-apply $X --vectors $X --gamma 1 --lengthscale 1 -o o.npy
expect 2 "bellcurve: --lengthscale must have 1 or 5 (features) values, got 2" rbf-apply $X --vectors $X --lengthscale 1,2 -o o.npy
expect 2 "bellcurve: --engine must be one of auto, blas, fused, got steam" rbf-apply $X --vectors $X --engine steam -o o.npy
for threads in -1 1.5 1000000; do expect 2 "bellcurve: --threads must be" rbf-apply $X --vectors $X --threads $threads -o o.npy; done
npy '<f4' '(2, 3)' 24 >narrow.npy
npy '<f4' '(4, 5)' 80 >four.npy
npy '<f4' '(4,)' 16 >v4.npy
expect 2 "c_f4.npy has 5 features but narrow.npy has 3" rbf-apply $X narrow.npy --vectors $X -o o.npy
expect 2 "v4.npy has 4 rows but c_f4.npy has 3" rbf-apply $X --vectors v4.npy -o o.npy
expect 2 "c_f4.npy has 3 rows but four.npy has 4" rbf-apply $X four.npy --vectors $X -o o.npy
BELLCURVE_ISA=mmx expect 2 "available: scalar" rbf-apply $X --vectors $X -o o.npy

echo "-- failures while working: exit code 1"
expect 1 "none.npy: cannot open: No such file" rbf-apply none.npy --vectors $X -o o.npy
expect 1 "none.npy: cannot open: No such file" rbf-apply $X none.npy --vectors $X -o o.npy
expect 1 "none.npy: cannot open: No such file" rbf-apply $X --vectors none.npy -o o.npy
expect 1 "No such file" rbf-apply $X --vectors $X -o none/o.npy
expect 1 "must be a matrix (rows are points), got 1 dimension; reshape" rbf-apply 1d_f4.npy --vectors $X -o o.npy
expect 1 "0d_f8.npy: must be a vector, or a matrix whose columns are vectors, got 0 dimensions" rbf-apply $X --vectors 0d_f8.npy -o o.npy
expect 1 "3d_u1.npy: must be a vector, or a matrix whose columns are vectors, got 3 dimensions" rbf-apply $X --vectors 3d_u1.npy -o o.npy
expect 1 "c_b1.npy: dtype bool is not supported here" rbf-apply $X --vectors c_b1.npy -o o.npy
for bad in bad_*.npy; do expect 1 "not supported" rbf-apply $X --vectors "$bad" -o o.npy; done
head -c 187 $X >cut.npy
expect 1 "cut.npy: the file is truncated" rbf-apply $X --vectors cut.npy -o o.npy
{ npy '<f4' '(3,)' 0; printf '\0\0\0\0\0\0\xc0\x7f\0\0\0\0'; } >nan.npy
expect 1 "bellcurve: nan.npy must be finite, got nan at (1, 0)" rbf-apply $X --vectors nan.npy --check-finite -o o.npy
npy '<f4' '(200, 2)' 1600 >many.npy
(ulimit -f 1; expect 1 "File too large" rbf-apply many.npy --vectors many.npy -o o.npy; exit $failures) || fail "file-size limit"

echo "-- what is written"
size() { [ "$(stat -c %s "$1")" -eq $((128 + $2)) ] || fail "size of $1: $(stat -c %s "$1")"; }
succeed rbf-apply $X --vectors $X -o kv.npy
size kv.npy 60
succeed rbf-apply $X --vectors nan.npy -o kn.npy
size kn.npy 12
grep -q "'shape': (3,)" kn.npy || fail "a vector does not give a vector"
grep -q "'shape': (3, 5)" kv.npy || fail "a matrix does not give a matrix"
succeed rbf-apply fortran_f4.npy --vectors fortran_f4.npy -o kf.npy
same kv.npy kf.npy "Fortran order"
succeed rbf-apply $X --vectors c_f8.npy -o kw.npy
size kw.npy 120
succeed rbf-apply c_f8.npy --vectors c_f8.npy -o k8.npy
succeed rbf-apply c_f8.npy --vectors $X -o k84.npy
size k84.npy 120
for type in u1 u2 i2; do
  succeed rbf-apply c_$type.npy --gamma 0.01 --vectors c_$type.npy -o k_$type.npy
  size k_$type.npy 60
  succeed rbf-apply fortran_$type.npy --gamma 0.01 --vectors fortran_$type.npy -o kf_$type.npy
  same k_$type.npy kf_$type.npy "Fortran order of $type"
  same k_$type.npy k_u1.npy "types of the same values"
  # With one file of float64 all of it is, whichever it is.
  succeed rbf-apply c_$type.npy c_f8.npy --vectors c_$type.npy -o k_wide.npy
  size k_wide.npy 120
done
for threads in 1 2 3; do
  succeed rbf-apply $X --vectors $X --threads $threads -o kt.npy
  same kv.npy kt.npy "$threads threads"
done
succeed rbf-apply $X --vectors $X --gamma 0.2 -o kg.npy
same kv.npy kg.npy "gamma is 1 / 5 unless given"
for engine in auto fused; do
  succeed rbf-apply $X --vectors $X --engine $engine -o ke.npy
  size ke.npy 60
  succeed rbf $X --engine $engine -o ke.npy
  size ke.npy 36
done
npy '<f4' '(0, 5)' 0 >empty.npy
npy '<f8' '(3, 0)' 0 >no_vectors.npy
succeed rbf-apply empty.npy --vectors empty.npy -o ke.npy
size ke.npy 0
succeed rbf-apply $X --vectors no_vectors.npy -o ke.npy
size ke.npy 0
succeed rbf-apply $X empty.npy --vectors empty.npy -o ke.npy
size ke.npy 60
tail -c 60 ke.npy | cmp -s - <(head -c 60 /dev/zero) || fail "empty sums are not 0"

echo "-- standard input and output, inputs replaced"
succeed rbf-apply - --vectors $X -o kp.npy <$X
same kv.npy kp.npy "X"
cat $X | succeed rbf-apply $X --vectors - -o kp.npy
same kv.npy kp.npy "V"
"$bellcurve" rbf-apply $X - --vectors $X -o - <$X | cat >kp.npy
succeed rbf-apply $X $X --vectors $X -o kc.npy
same kc.npy kp.npy "Y, and output to a pipe"
cp $X self.npy
succeed rbf-apply $X --vectors self.npy -o self.npy
same kv.npy self.npy "the output is V"
cp $X self.npy
succeed rbf-apply self.npy --vectors self.npy -o self.npy
same kv.npy self.npy "the output is X and V"
[ -z "$(ls -A | grep '^\.')" ] || fail "hidden files: $(ls -A)"

python=${PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import numpy' 2>/dev/null; then
  echo "   (not compared with NumPy: there is none for $python)"
  finish
  exit
fi
echo "-- values, against NumPy"
"$python" - "$bellcurve" <<'EOF' || fail "see above"
import itertools, subprocess, sys
import numpy as np

command = sys.argv[1]
random = np.random.default_rng(11)
types = ("f4", "f8", "u1")
for (xt, yt, vt), (n, m, d, columns) in itertools.product(
        itertools.product(types, (None, *types), types),
        ((7, 5, 3, None), (40, 33, 17, 2), (1, 1, 1, 1), (0, 3, 2, 4), (3, 0, 2, None), (60, 51, 2, 9))):
    order = "F" if n == 40 else "C"
    x = np.asarray(random.normal(20, 3, (n, d)), dtype=xt, order=order)
    y = x if yt is None else np.asarray(random.normal(20, 3, (m, d)), dtype=yt, order=order)
    shape = (len(y),) if columns is None else (len(y), columns)
    v = np.asarray(random.normal(20, 30, shape).clip(0, 255), dtype=vt, order=order)
    for name, array in ("x", x), ("y", y), ("v", v):
        np.save(name + ".npy", array)
    noise = 0.5 if yt is None else 0
    subprocess.run([command, "rbf-apply", "x.npy", *(["y.npy"] if yt else ["--noise", "0.5"]), "--vectors",
                    "v.npy", "--gamma", "0.05", "--variance", "2", "-o", "kv.npy"], check=True)
    got = np.load("kv.npy", allow_pickle=False)
    a, b = x.astype("f8"), y.astype("f8")
    k = 2 * np.exp(-0.05 * ((a[:, None] - b) ** 2).sum(-1)) + noise * (np.eye(n) if yt is None else 0)
    case = (xt, yt, vt, n, m, d, columns)
    assert got.shape == (n, *shape[1:]) and got.flags.c_contiguous, (case, got.shape)
    assert got.dtype == ("f8" if "f8" in (xt, yt, vt) else "f4"), (case, got.dtype)
    # K is in float32 if all points are in types that it holds.
    wide = "f8" in (xt, yt)
    np.testing.assert_allclose(got, k @ v.astype("f8"), rtol=1e-9 if wide else 1e-3, atol=1e-30, err_msg=str(case))
EOF
finish
