#!/bin/bash
# bellcurve-mpi: what it answers, which calls it refuses and how.
. "$(dirname "$0")/mpi_lib.sh"
cp "$golden"/*.npy .
f4 20 5 1 x.npy
X=x.npy

echo "-- help, version, model"
for call in --help "rbf --help" "rbf-apply --help" "model --help" --version; do
  # shellcheck disable=SC2086
  together $call
  wide=$(awk 'length($0) > 100 { print length($0) ": " $0 }' "$out")
  [ -z "$wide" ] || fail "wider than 100 columns in bellcurve-mpi $call: $wide"
  [ -s "$out" ] || fail "nothing on standard output: bellcurve-mpi $call"
done
together --version
[ "$(cat "$out")" = "bellcurve-mpi $("$bellcurve" --version | cut -d' ' -f2)" ] || fail "--version: $(cat "$out")"
together model fill --rows 4e5 --features 100 --pairs 1e10 --ranks 1,10
[ "$(wc -l <"$out")" -eq 5 ] || fail "model fill: $(cat "$out")"
# 10^10 pairs at 10^10 a second, on half as many ranks as columns of the grid.
grep -Eq '^ +10 +2 x 5 .* 1\.6 s ' "$out" || fail "model fill: $(cat "$out")"
together model apply --rows 1e6 --cols 1e4 --features 10 --pairs 1e9 --ranks 2 --columns 3 --vector-type f8
grep -Eq '^ +2 .* 5 s ' "$out" || fail "model apply: $(cat "$out")"

echo "-- wrong calls: exit code 2"
expect_all 2 "subcommand"
expect_all 2 "unknown command 'nonsense'" nonsense
expect_all 2 "X is required" rbf
expect_all 2 "--output is required" rbf $X
expect_all 2 "--gamma must be finite and > 0, got -1" rbf $X --gamma -1 -o k.npy
expect_all 2 "--gamma must be finite and > 0 in float32, got 1e-60" rbf $X --gamma 1e-60 -o k.npy
expect_all 2 "--gamma must be a number, got '1x'" rbf-apply $X --vectors $X --gamma 1x -o k.npy
expect_all 2 "--variance + --noise must be finite in float32" rbf $X --variance 1e38 --noise 3e38 -o k.npy
expect_all 2 "--noise needs the symmetric form" rbf $X $X --noise 1 -o k.npy
expect_all 2 "--lengthscale must have 1 or 5 (features) values, got 2" rbf $X --lengthscale 1,2 -o k.npy
expect_all 2 "--engine must be auto or fused, got blas" rbf $X --engine blas -o k.npy
expect_all 2 "X must be a file: processes share no standard input" rbf - -o k.npy
expect_all 2 "Y must be a file" rbf $X - -o k.npy
expect_all 2 "--vectors must be a file" rbf-apply $X --vectors - -o k.npy
expect_all 2 "--output must be a file: processes share no standard output" rbf $X -o -
expect_all 2 "--uplo" rbf $X --uplo lower -o k.npy
expect_all 2 "x.npy is float32 but c_f8.npy is float64" rbf $X c_f8.npy -o k.npy
npy '<f4' '(2, 3)' 24 >narrow.npy
expect_all 2 "x.npy has 5 features but narrow.npy has 3" rbf $X narrow.npy -o k.npy
expect_all 2 "x.npy has 5 features but narrow.npy has 3" rbf-apply $X narrow.npy --vectors narrow.npy -o k.npy
expect_all 2 "narrow.npy has 2 rows but x.npy has 20" rbf-apply $X --vectors narrow.npy -o k.npy
expect_all 2 "the work must be fill or apply, got 'sum'" model sum --rows 1 --features 1 --pairs 1
expect_all 2 "--rows must be a whole number >= 1, got '1.5'" model fill --rows 1.5 --features 1 --pairs 1
expect_all 2 "--pairs must be finite and > 0" model fill --rows 1 --features 1 --pairs 0
expect_all 2 "--grid-rows must divide ranks" model fill --rows 1 --features 1 --pairs 1 --ranks 4 --grid-rows 3
expect_all 2 "--columns is for apply" model fill --rows 1 --features 1 --pairs 1 --columns 2

echo "-- failures while working: exit code 1"
expect_all 1 "none.npy: cannot open: No such file" rbf none.npy -o k.npy
expect_all 1 "none.npy: cannot open: No such file" rbf-apply $X --vectors none.npy -o k.npy
expect_all 1 "must be a matrix (rows are points), got 1 dimension; reshape" rbf 1d_f4.npy -o k.npy
expect_all 1 'two\nlines.npy: cannot open' rbf $'two\nlines.npy' -o k.npy
head -c 187 c_f4.npy >cut.npy
expect_all 1 "cut.npy: the file is truncated" rbf cut.npy -o k.npy
expect_all 1 "none/k.npy: cannot open its directory: No such file" rbf $X -o none/k.npy
expect_all 1 "Is a directory" rbf $X -o .
expect_all 1 "/dev/null: must be a regular file" rbf $X -o /dev/null
npy '<f4' '(400000000, 0)' 0 >wide.npy  # K would have 640 petabytes
expect_all 1 "cannot reserve" rbf wide.npy --gamma 1 -o k.npy
{ npy '<f4' '(2, 2)' 0; printf '\0\0\xc0\x7f\0\0\0\0\0\0\0\0\0\0\0\0'; } >nan.npy
expect_all 1 "nan.npy must be finite, got nan at (0, 0)" rbf nan.npy --check-finite -o k.npy
expect_all 1 "nan.npy must be finite, got nan at (0, 0)" rbf-apply nan.npy --vectors narrow.npy --check-finite -o k.npy
expect_all 1 "nan.npy must be finite, got nan at (0, 0)" rbf-apply narrow.npy --vectors nan.npy --check-finite -o k.npy
if [ "$(id -u)" -ne 0 ]; then
  mkdir locked; chmod a-w locked
  expect_all 1 "Permission denied" rbf $X -o locked/k.npy
  chmod u+w locked; rmdir locked
else
  echo "   (not seen as root: a directory without write permission)"
fi
no_leftovers


echo "-- without mpirun it is one process"
succeed rbf $X -o one.npy
"$bellcurve_mpi" rbf $X -o all.npy || fail "exit code $? without mpirun"
same one.npy all.npy "without mpirun"
finish
