#!/bin/bash
# bellcurve-mpi rbf: the file of bellcurve rbf, to the byte, whatever the number of ranks.
. "$(dirname "$0")/mpi_lib.sh"
cp "$golden"/*.npy .

# equal <arguments...>: both programs write the same.
equal() {
  succeed rbf "$@" -o one.npy
  together rbf "$@" -o all.npy
  same one.npy all.npy "$ranks ranks: rbf $*"
}

f4 101 20 1 x.npy
f4 57 20 2 y.npy
equal x.npy --noise 0.1 --variance 2       # more features than go by differences
equal x.npy y.npy --gamma 0.3
equal x.npy y.npy --engine fused --lengthscale 1,2,3,4,5,6,7,8,9,10,1,2,3,4,5,6,7,8,9,10
f4 33 3 3 few.npy
equal few.npy --noise 1e-3                 # by differences
equal few.npy --engine fused --threads 2
f8 40 7 x8.npy
f8 5 7 y8.npy
equal x8.npy --noise 0.25
equal y8.npy x8.npy --engine fused
u1 23 9 4 >u.npy
equal u.npy --gamma 1e-4
# Fewer rows than ranks, one, none; no features.
for x in c_f4.npy fortran_f8.npy fortran_i2.npy empty_f4.npy; do equal "$x" --gamma 0.01; done
equal fortran_u1.npy c_u1.npy --gamma 0.01
npy '<f4' '(5, 0)' 0 >no_features.npy
equal no_features.npy --noise 2
equal no_features.npy no_features.npy
npy '<f8' '(0, 7)' 0 >no_rows.npy
equal x8.npy no_rows.npy
equal no_rows.npy x8.npy
# Rows with NaN and infinity: their elements of the diagonal are NaN, with noise or without. The sign of
# a NaN depends on the order of two operands, which is another below the diagonal.
{ npy '<f4' '(5, 2)' 0; head -c 40 /dev/zero | tr '\0' '?' | head -c 8
  printf '\0\0\xc0\x7f\0\0\0\0''\0\0\x80\x7f\0\0\0\0''\0\0\0\0\0\0\x80\x3f''\0\0\x80\x3f\0\0\0\0'; } >nan.npy
equal nan.npy nan.npy
succeed rbf nan.npy --noise 0.5 -o one.npy
together rbf nan.npy --noise 0.5 -o all.npy
for k in one all; do od -An -v -tx4 $k.npy | sed 's/ffc00000/7fc00000/g' >$k.txt; done
grep -q 7fc00000 one.txt || fail "no NaN"
same one.txt all.txt "$ranks ranks: NaN"

# Larger than a piece: of columns, of rows.
if [ "$ranks" -le 2 ]; then
  u1 $((1030 * ranks)) 2 5 >tall.npy
  u1 17000 2 6 >wide.npy
  equal tall.npy wide.npy --gamma 1e-3
  rm one.npy all.npy
fi

# An existing file is replaced, keeps its permissions, and may be the input.
succeed rbf x.npy -o one.npy
cp x.npy self.npy
chmod 640 self.npy
together rbf self.npy -o self.npy
same one.npy self.npy "the output is X"
[ "$(stat -c %a self.npy)" = 640 ] || fail "a replaced file has $(stat -c %a self.npy), not 640"
# MPI takes a colon for the end of a file system's name.
mkdir nfs:dir
together rbf x.npy -o nfs:dir/k.npy
same one.npy nfs:dir/k.npy "a colon in the path"
together rbf x.npy -o "$PWD/nfs:dir/absolute.npy"
same one.npy nfs:dir/absolute.npy "an absolute path"
no_leftovers
finish
