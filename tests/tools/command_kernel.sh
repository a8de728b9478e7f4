#!/bin/bash
# bellcurve kernel: which calls are wrong, and what files come out of the right ones.
. "$(dirname "$0")/command_lib.sh"

echo "-- wrong calls: exit code 2"
expect 2 "output" kernel --sigma 1
expect 2 "either --sigma or --size and --nsig" kernel -o k.npy
expect 2 "either --sigma or --size and --nsig" kernel --size 3 -o k.npy
expect 2 "bellcurve: --nsig needs a --size" kernel --nsig 3 -o k.npy
expect 2 "--sigma and --nsig exclude each other" kernel --size 5 --nsig 3 --sigma 1 -o k.npy
for also in "--center 1" "--theta 1" "--order 1" "--discretization mass" "--normalize sum"; do
  # shellcheck disable=SC2086
  expect 2 "bellcurve: --nsig makes a centred kernel" kernel --size 5 --nsig 3 $also -o k.npy
done
for nsig in 0 -1 nan inf; do expect 2 "bellcurve: --nsig must be finite and > 0" kernel --size 5 --nsig=$nsig -o k.npy; done
for sigma in -1 nan inf -inf 1,-1 nan,1; do
  expect 2 "bellcurve: --sigma" kernel --sigma=$sigma -o k.npy
  expect 2 "bellcurve: --sigma" kernel --sigma=$sigma --size 5 -o k.npy
done
expect 2 "bellcurve: --sigma must be smaller, or --size given, got 1e+300" kernel --sigma 1e300 -o k.npy
expect 2 "bellcurve: --sigma must be a number, got 'a'" kernel --sigma a -o k.npy
expect 2 "bellcurve: --sigma must be one value, or one for rows and one for columns, got 3" kernel --sigma 1,2,3 -o k.npy
expect 2 "bellcurve: --sigma must be one value with --dims 1, got 2" kernel --sigma 1,2 --dims 1 -o k.npy
expect 2 "bellcurve: --size must be one value with --dims 1, got 2" kernel --sigma 1 --size 3,3 --dims 1 -o k.npy
for size in 0 -1 1.5 3,0 99999999999; do expect 2 "bellcurve: --size must be an integer" kernel --sigma 1 --size=$size -o k.npy; done
expect 2 "bellcurve: --size must be an integer or several" kernel --sigma 1 --size 3, -o k.npy
for dims in 0 3 x; do expect 2 "bellcurve: --dims must be an integer from 1 to 2" kernel --sigma 1 --dims $dims -o k.npy; done
expect 2 "bellcurve: --center needs a --size" kernel --sigma 1 --center 1 -o k.npy
for center in nan inf; do expect 2 "bellcurve: --center[0] must be finite" kernel --sigma 1 --size 5 --center $center -o k.npy; done
expect 2 "bellcurve: --theta needs --dims 2" kernel --sigma 1 --theta 1 --dims 1 -o k.npy
expect 2 "bellcurve: --theta must be finite, got nan" kernel --sigma 1 --theta nan -o k.npy
expect 2 "bellcurve: --theta must be 0 unless" kernel --sigma 1,2 --theta 1 --discretization mass -o k.npy
expect 2 "bellcurve: --theta must be 0 unless" kernel --sigma 1,2 --theta 1 --order 1 -o k.npy
for order in -1 5 x; do expect 2 "bellcurve: --order must be an integer from 0 to 4" kernel --sigma 1 --order=$order -o k.npy; done
expect 2 "bellcurve: --discretization must be" kernel --sigma 1 --discretization box -o k.npy
expect 2 "bellcurve: --normalize must be one of sum, density, none, got max" kernel --sigma 1 --normalize max -o k.npy
expect 2 "bellcurve: --dtype must be f4 or f8" kernel --sigma 1 --dtype f2 -o k.npy
expect 2 "bellcurve: --dtype needs a .npy output" kernel --sigma 1 --dtype f4 -o k.png
expect 2 "bellcurve: --colormap needs a .png output" kernel --sigma 1 --colormap gray -o k.npy
expect 2 "bellcurve: --colormap must be viridis or gray" kernel --sigma 1 --colormap jet -o k.png
expect 2 "bellcurve: --depth needs a .png output" kernel --sigma 1 --depth 8 -o -
expect 2 "bellcurve: --depth must be 8 or 16" kernel --sigma 1 --depth 12 -o k.png
expect 2 "bellcurve: --zoom needs a .png output" kernel --sigma 1 --zoom 2 -o k.npy
expect 2 "bellcurve: --zoom must be an integer" kernel --sigma 1 --zoom 0 -o k.png
expect 2 "bellcurve: --sigma must be > 0 when order is > 0" kernel --sigma 0 --dims 1 --order 1 -o k.npy
expect 2 "bellcurve: --sigma[1] must be so large that the peak" kernel --sigma 1,1e-300 --normalize density --order 1 -o k.npy
expect 2 "at most 1000000 rows and columns" kernel --sigma 1 --zoom 1000000 -o k.png
expect 2 "bellcurve: --output must end in .npy or .png, or be -, got 'k.txt'" kernel --sigma 1 -o k.txt
expect 2 "bellcurve: --output must name a file" kernel --sigma 1 -o ""

echo "-- failures while working: exit code 1"
expect 1 "No such file" kernel --sigma 1 -o none/k.npy
expect 1 "No such file" kernel --sigma 1 -o none/k.png
mkdir k.png
expect 1 "Is a directory" kernel --sigma 1 -o k.png
rmdir k.png
expect 1 "" kernel --sigma 1 --size 2000000000 -o k.npy  # 32 exabytes
(ulimit -f 1; expect 1 "File too large" kernel --sigma 1 --size 40 --zoom 40 --depth 16 -o k.png
  exit $failures) || fail "file-size limit"

echo "-- what is written"
# shape <file> <shape>
shape() { head -c 128 "$1" | grep -aqF "'shape': $2" || fail "shape of $1: $(head -c 128 "$1" | tr -d '\n')"; }
descr() { head -c 128 "$1" | grep -aqF "'descr': '$2'" || fail "dtype of $1: $(head -c 128 "$1" | tr -d '\n')"; }
succeed kernel --sigma 1 -o k.npy
shape k.npy "(9, 9)"
descr k.npy "<f8"
succeed kernel --sigma 1,2.2 -o k.npy
shape k.npy "(9, 19)"
succeed kernel --sigma 0 -o k.npy
shape k.npy "(1, 1)"
succeed kernel --sigma 1 --size 4,3 --dtype f4 -o k.npy
shape k.npy "(4, 3)"
descr k.npy "<f4"
succeed kernel --sigma 1 --dims 1 -o k.npy
shape k.npy "(9,)"
succeed kernel --size 21 --nsig 3 -o k.npy
succeed kernel --size 21 --sigma 3.5 --discretization mass -o same.npy
same k.npy same.npy "nsig spans the size"
succeed kernel --size 21 --nsig 3 -o -
same k.npy "$out" "standard output"
for nsig in 1e-320 1e308; do  # equal weights, an impulse
  succeed kernel --size 5 --nsig $nsig -o k.npy
  succeed kernel --size 5 --nsig $nsig --dims 1 -o k.npy
done
for how in sampled mass bessel; do
  for scale in sum density none; do
    succeed kernel --sigma 0.8 --discretization $how --normalize $scale --order 1,0 -o k.npy
  done
done

echo "-- pictures"
# header <file>: width, height, depth, colour type
header() { tail -c +17 "$1" | head -c 10 | od -An -v -tx1 | tr -d ' \n'; }
succeed kernel --sigma 1 -o k.png
[ "$(header k.png)" = 00000009000000090802 ] || fail "9 x 9 of RGB: $(header k.png)"
succeed kernel --sigma 1,2 --zoom 3 --colormap gray --depth 16 -o k.png
[ "$(header k.png)" = 000000330000001b1000 ] || fail "51 x 27 of gray, 16 bits: $(header k.png)"
succeed kernel --sigma 1 --dims 1 -o k.png
[ "$(header k.png)" = 00000009000000010802 ] || fail "one row: $(header k.png)"
[ -z "$(ls -A | grep '^\.')" ] || fail "hidden files: $(ls -A)"
finish
