#!/bin/bash
# bellcurve-mpi rbf-apply: the file of bellcurve rbf-apply X Y, to the byte, whatever the number of
# ranks; without Y that of X X.
. "$(dirname "$0")/mpi_lib.sh"
cp "$golden"/*.npy .

# equal <X> <Y> <arguments...>
equal() {
  succeed rbf-apply "$@" -o one.npy
  together rbf-apply "$@" -o all.npy
  same one.npy all.npy "$ranks ranks: rbf-apply $*"
}

f4 101 20 1 x.npy
f4 57 20 2 y.npy
f4 57 3 3 v.npy
f4 101 2 4 vx.npy
f8 57 2 v8.npy
f8 33 20 x8.npy
equal x.npy y.npy --vectors v.npy --gamma 0.3
equal x.npy y.npy --vectors v8.npy --variance 2 --engine fused
equal x8.npy y.npy --vectors v.npy
equal y.npy x.npy --vectors vx.npy --lengthscale 2 --threads 2
equal c_f4.npy fortran_f4.npy --vectors c_u1.npy
equal fortran_u1.npy c_i2.npy --vectors fortran_u2.npy --gamma 0.01
npy '<f4' '(57,)' 0 >line.npy && bytes 228 5 >>line.npy
equal x.npy y.npy --vectors line.npy
grep -q "'shape': (101,)" all.npy || fail "a vector does not give a vector"
# More than one block of rows of Y.
f4 9000 3 6 many.npy
f4 9000 1 7 many_v.npy
f4 65 3 8 some.npy
equal some.npy many.npy --vectors many_v.npy
# Nothing to multiply, nothing to multiply with.
npy '<f4' '(0, 20)' 0 >no_rows.npy
npy '<f4' '(0, 2)' 0 >no_vectors.npy
npy '<f4' '(57, 0)' 0 >no_columns.npy
npy '<f4' '(57, 0)' 0 >no_features.npy
equal x.npy no_rows.npy --vectors no_vectors.npy
equal no_rows.npy y.npy --vectors v.npy
equal x.npy y.npy --vectors no_columns.npy
equal no_features.npy no_features.npy --vectors v.npy

# Without Y.
succeed rbf-apply x.npy x.npy --vectors vx.npy -o one.npy
together rbf-apply x.npy --vectors vx.npy -o all.npy
same one.npy all.npy "$ranks ranks: without Y"
together rbf-apply x.npy --vectors vx.npy --noise 0 -o all.npy
same one.npy all.npy "$ranks ranks: noise 0"
# noise * V is added: 1e8 of it leaves nothing of K V, whose elements are below 101.
together rbf-apply x.npy --vectors vx.npy --noise 1e30 -o noisy.npy
od -An -v -tf4 -w4 -j128 vx.npy >v.txt
od -An -v -tf4 -w4 -j128 noisy.npy | paste v.txt - | awk '
  { d = $2 / 1e30 - $1; if (d < 0) d = -d; if (d > 1e-6 * $1) wrong = 1 } END { exit wrong || NR != 202 }' ||
  fail "$ranks ranks: noise times V"
no_leftovers
finish
