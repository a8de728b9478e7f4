#!/bin/bash
# bellcurve filter: which calls are wrong, arrays and pictures in and out.
. "$(dirname "$0")/command_lib.sh"
cp "$golden"/*.npy "$golden"/*.png .
scipy=$golden/filter
X=c_f4.npy  # 3 x 5
filter() { succeed filter "$@"; }

echo "-- wrong calls: exit code 2"
expect 2 "IN" filter
expect 2 "--sigma is required" filter $X -o o.npy
expect 2 "output" filter $X --sigma 1
expect 2 "IN must name a file" filter "" --sigma 1 -o o.npy
expect 2 "bellcurve: --mask must name a file" filter $X --sigma 1 --mask "" -o o.npy
expect 2 "only one input can be standard input" filter - --sigma 1 --mask - -o o.npy
expect 2 "--output must end in .npy or .png" filter $X --sigma 1 -o o.gif
for sigma in x 1, ,1 1,,2 "1 2"; do expect 2 "bellcurve: --sigma must be a number" filter $X "--sigma=$sigma" -o o.npy; done
for sigma in -1 nan inf; do
  expect 2 "bellcurve: --sigma must be finite and >= 0, got $sigma" filter $X --sigma=$sigma -o o.npy
  expect 2 "bellcurve: --sigma[1] must be finite and >= 0, got $sigma" filter $X --sigma=1,$sigma -o o.npy
done
expect 2 "bellcurve: --sigma must have 1 value or 2, one for each filtered axis, got 3" filter $X --sigma 1,2,3 -o o.npy
expect 2 "bellcurve: --sigma must have 1 value, got 2" filter $X --sigma 1,2 --axes 0 -o o.npy
expect 2 "bellcurve: --order must have 1 value or 2" filter $X --sigma 1 --order 0,0,0 -o o.npy
for order in -1 5 1.5 x; do expect 2 "bellcurve: --order must be an integer from 0 to 4, got '$order'" filter $X --sigma 1 --order=$order -o o.npy; done
expect 2 "bellcurve: --sigma must be > 1e-15 for a derivative, got 0" filter $X --sigma 0 --order 1 -o o.npy
expect 2 "bellcurve: --mode must be one of reflect, mirror, nearest, wrap, constant" filter $X --sigma 1 --mode edge -o o.npy
expect 2 "bellcurve: --mode must be one of" filter $X --sigma 1 --mode reflect, -o o.npy
expect 2 "bellcurve: --mode must have 1 value or 2" filter $X --sigma 1 --mode wrap,wrap,wrap -o o.npy
expect 2 "bellcurve: --cval must be a number" filter $X --sigma 1 --cval x -o o.npy
expect 2 "bellcurve: --cval must be finite, got nan" filter $X --sigma 1 --cval nan -o o.npy
expect 2 "bellcurve: --cval must be within the range of the elements of in, 0 to 255, got 300" filter c_u1.npy --sigma 1 --mode constant --cval 300 -o o.npy
expect 2 "bellcurve: --truncate must be finite and >= 0, got -1" filter $X --sigma 1 --truncate=-1 -o o.npy
expect 2 "bellcurve: --truncate * --sigma must be at most 8388608, got 4 * 1e+09" filter $X --sigma 1e9 -o o.npy
expect 2 "bellcurve: --truncate and --radius exclude each other" filter $X --sigma 1 --truncate 4 --radius 4 -o o.npy
for radius in -1 1.5 99999999999; do expect 2 "bellcurve: --radius must be an integer from 0 to" filter $X --sigma 1 --radius=$radius -o o.npy; done
expect 2 "bellcurve: --radius[1] must be from 0 to 8388608, got 8388609" filter $X --sigma 1 --radius 1,8388609 -o o.npy
expect 2 "bellcurve: --axes must be from -2 to 1, got 2" filter $X --sigma 1 --axes 2 -o o.npy
expect 2 "bellcurve: --axes[1] must be from -2 to 1, got -3" filter $X --sigma 1 --axes 0,-3 -o o.npy
expect 2 "bellcurve: --axes must not name an axis twice, got -1" filter $X --sigma 1 --axes 1,-1 -o o.npy
expect 2 "bellcurve: --axes must be an integer from -8 to 7, got '8'" filter $X --sigma 1 --axes 8 -o o.npy
expect 2 "bellcurve: --method must be one of auto, fir, recursive, got fft" filter $X --sigma 1 --method fft -o o.npy
expect 2 "bellcurve: --tolerance must be finite and >= 0, got -1" filter $X --sigma 1 --tolerance=-1 -o o.npy
expect 2 "bellcurve: --tolerance needs --method auto or recursive" filter $X --sigma 1 --method fir --tolerance 1e-3 -o o.npy
expect 2 "bellcurve: --min-weight needs --mask or --nan-missing" filter $X --sigma 1 --min-weight 0.5 -o o.npy
expect 2 "bellcurve: --fill needs --mask or --nan-missing" filter $X --sigma 1 --fill 0 -o o.npy
for weight in -0.5 1.5 nan; do expect 2 "bellcurve: --min-weight must be from 0 to 1, got $weight" filter $X --sigma 1 --nan-missing --min-weight=$weight -o o.npy; done
for fill in 300 -1 0.5 nan; do expect 2 "bellcurve: --fill must be an integer from 0 to 255, got $fill" filter c_u1.npy --sigma 1 --mask c_b1.npy --fill=$fill -o o.npy; done
expect 2 "bellcurve: --order must be 0 with missing samples, got 1" filter $X --sigma 1 --order 1 --nan-missing -o o.npy
expect 2 "bellcurve: --threads must be" filter $X --sigma 1 --threads x -o o.npy
expect 2 "bellcurve: 0d_f8.npy must have at least 1 axis" filter 0d_f8.npy --sigma 1 -o o.npy
expect 2 "bellcurve: 3d_u1.npy: the mask must be 3 x 5" filter $X --sigma 1 --mask 3d_u1.npy -o o.npy
expect 2 "o.png needs an input of uint8 or uint16, but c_f4.npy is float32" filter $X --sigma 1 -o o.png
expect 2 "o.png needs an input of uint8 or uint16, but c_i2.npy is int16" filter c_i2.npy --sigma 1 -o o.png
expect 2 "o.png cannot hold derivatives" filter c_u1.npy --sigma 1 --order 0,1 -o o.png
expect 2 "3d_u1.npy has 3 axes: --axes 0,1 says that the last one of o.png holds channels" filter 3d_u1.npy --sigma 1 -o o.png
npy '|u1' '(2, 2, 5)' 20 >five.npy
expect 2 "o.png can hold 1 to 4 channels, got 5" filter five.npy --sigma 1 --axes 0,1 -o o.png
npy '|u1' '(4,)' 4 >line.npy
expect 2 "o.png can hold rows and columns, and channels, but line.npy has 1 axis" filter line.npy --sigma 1 -o o.png
npy '|u1' '(0, 4)' 0 >none.npy
expect 2 "o.png would have no pixel" filter none.npy --sigma 1 -o o.png
for axes in 2 -1 0,2; do expect 2 "bellcurve: --axes must be 0 (rows) or 1 (columns) of a picture" filter png_rgb8.png --sigma 1 --axes=$axes -o o.npy; done
expect 2 "c_b1.npy: the mask must be 4 x 3 (rows x columns of png_rgb8.png), got 3 x 5" filter png_rgb8.png --sigma 1 --mask c_b1.npy -o o.png
expect 2 "bellcurve: --cval must be within the range of the elements of in, 0 to 255, got 256" filter png_rgba8.png --sigma 1 --mode constant --cval 256 -o o.png
BELLCURVE_ISA=none expect 2 "BELLCURVE_ISA" filter absent.npy --sigma 1 -o o.npy

echo "-- failures while working: exit code 1"
expect 1 "No such file" filter absent.npy --sigma 1 -o o.npy
expect 1 "absent.png: cannot open: No such file" filter absent.png --sigma 1 -o o.npy
expect 1 "No such file" filter $X --sigma 1 --mask absent.npy -o o.npy
expect 1 "c_f8.npy: the mask must be of bool or uint8, got float64" filter $X --sigma 1 --mask c_f8.npy -o o.npy
expect 1 "dtype bool is not supported" filter c_b1.npy --sigma 1 -o o.npy
npy '<f4' '(1, 1, 1, 1, 1, 1, 1, 1, 1)' 4 >deep.npy
expect 1 "deep.npy: must have at most 8 axes, got 9" filter deep.npy --sigma 1 -o o.npy
npy '|u1' '(1, 1, 1, 1, 1, 1, 1, 1, 1)' 1 >deepmask.npy
expect 1 "deepmask.npy: the mask must have at most 8 axes, got 9" filter $X --sigma 1 --mask deepmask.npy -o o.npy
expect 1 "none/o.npy: cannot open its directory" filter $X --sigma 1 -o none/o.npy
expect 1 "none/o.png: cannot open its directory" filter png_rgb8.png --sigma 1 -o none/o.png
{ npy '<f4' '(2, 2)' 0; printf '\0\0\xc0\x7f\0\0\0\0\0\0\0\0\0\0\0\0'; } >nan.npy
expect 1 "bellcurve: nan.npy must be finite, got nan at (0, 0)" filter nan.npy --sigma 1 --check-finite -o o.npy
expect 1 "bellcurve: standard input must be finite" filter - --sigma 1 --check-finite -o o.npy <nan.npy

echo "-- arrays"
for type in u1 u2 i2; do
  filter $scipy/v_$type.npy --sigma 1 -o o.npy
  same o.npy $scipy/v_${type}_all.npy "SciPy, three axes of $type"
  filter $scipy/v_$type.npy --sigma 0.8 --axes 0,-1 --mode wrap -o o.npy
  same o.npy $scipy/v_${type}_two.npy "SciPy, two of three axes of $type"
  filter - --sigma 1 -o - <$scipy/v_$type.npy
  same "$out" $scipy/v_${type}_all.npy "$type in a pipe"
done
for type in f4 f8 u1 u2 i2; do
  filter c_$type.npy --sigma 1,2 -o c.npy
  filter fortran_$type.npy --sigma 1,2 -o f.npy
  same c.npy f.npy "Fortran order of $type"
  [ "$(stat -c %s c.npy)" = "$(stat -c %s c_$type.npy)" ] || fail "$type is not the output's type"
  for threads in 1 2 3; do
    filter c_$type.npy --sigma 1,2 --threads $threads -o t.npy
    same c.npy t.npy "$threads threads"
  done
  filter c_$type.npy --sigma 0 -o o.npy
  same o.npy c_$type.npy "a sigma of 0"
  cp c_$type.npy self.npy
  filter self.npy --sigma 1,2 -o self.npy
  same c.npy self.npy "the output is the input"
done
filter $X --sigma 1 -o a.npy
filter $X --sigma 1,1 --order 0,0 --mode reflect,grid-mirror --truncate 4 --axes=-2,1 --method fir -o b.npy
same a.npy b.npy "defaults, said"
filter $X --sigma 1 --radius 4 -o b.npy
same a.npy b.npy "the radius of truncate"
filter $X --sigma 1 --nan-missing -o b.npy
filter $X --sigma 1 --mask "$scipy"/../c_u1.npy --min-weight 0 -o m.npy
[ "$(stat -c %s m.npy)" = "$(stat -c %s a.npy)" ] || fail "a mask of uint8"
filter empty_f4.npy --sigma 1 -o o.npy
same o.npy empty_f4.npy "no element"

echo "-- missing samples"
values() { tail -c +129 "$1" | od -An -v -t"${2:-f4}" | tr -s ' \n' ' '; }
# Element k is k; element 0 of every row is missing: what remains are means of the others.
npy '|u1' '(1, 5)' 0 >m.npy
printf '\0\1\1\1\1' >>m.npy
filter c_u1.npy --sigma 1e6 --radius 2 --axes 1 --mask m.npy -o o.npy
[ "$(values o.npy u1)" = " 1 2 2 3 3 6 7 8 8 8 11 12 12 13 13 " ] || fail "a mask for every row: $(values o.npy u1)"
filter c_u1.npy --sigma 1e6 --radius 0 --mask m.npy --fill 99 -o o.npy
[ "$(values o.npy u1)" = " 99 1 2 3 4 99 6 7 8 9 99 11 12 13 14 " ] || fail "fill: $(values o.npy u1)"
filter c_u1.npy --sigma 1e6 --radius 0 --mask m.npy -o o.npy
[ "$(values o.npy u1)" = " 0 1 2 3 4 0 6 7 8 9 0 11 12 13 14 " ] || fail "no fill: $(values o.npy u1)"
filter c_f4.npy --sigma 1e6 --radius 0 --mask m.npy --fill -7 -o o.npy
[ "$(values o.npy | cut -d' ' -f2)" = -7 ] || fail "fill of float: $(values o.npy)"
filter nan.npy --sigma 1 --nan-missing -o o.npy
[ "$(values o.npy)" = " 0 0 0 0 " ] || fail "NaN is missing: $(values o.npy)"
filter nan.npy --sigma 1 --nan-missing --check-finite -o o.npy

echo "-- pictures"
for name in gray8 rgb8 rgb16 rgba8 graya16; do
  filter png_$name.png --sigma 0.71 -o a.npy
  same a.npy $scipy/$name.npy "SciPy, $name"
  filter png_$name.png --sigma 0.71 -o a.png
  filter a.png --sigma 0 -o b.npy
  same a.npy b.npy "$name, as a picture"
  [ "$(head -c 26 a.png | tail -c 10 | cksum)" = "$(head -c 26 png_$name.png | tail -c 10 | cksum)" ] ||
    fail "size, depth or channels of $name changed"
  filter png_$name.png --sigma 0.71 --order 1,0 -o d.npy
  [ "$(head -c 128 d.npy | grep -c "'<f4'")" -eq 1 ] || fail "derivatives of $name are not float32"
done
filter png_rgb8.png --sigma 0.71 --axes 1,0 -o b.npy
same b.npy $scipy/rgb8.npy "both axes, said"
filter png_rgb8.png --sigma 1 --axes 1 -o a.npy
filter png_rgb8.png --sigma 0,1 -o b.npy
same a.npy b.npy "along rows only"
filter png_rgb8.png --sigma 0 -o rgb.npy
filter rgb.npy --axes 0,1 --sigma 0.71 -o a.png
filter a.png --sigma 0 -o b.npy
same b.npy $scipy/rgb8.npy "an array as a picture"
# A red pixel that nobody sees, and a green one: all green, and there to one half.
{ npy '|u1' '(1, 2, 4)' 0; printf '\377\0\0\0\0\310\0\377'; } >red.npy
filter red.npy --sigma 0 --axes 0,1 -o red.png
filter red.png --sigma 1e6 --radius 1 --mode nearest --axes 1 -o o.npy
[ "$(values o.npy u1)" = " 0 200 0 85 0 200 0 170 " ] || fail "alpha: $(values o.npy u1)"
filter red.png --sigma 1e6 --radius 0 -o o.npy
[ "$(values o.npy u1)" = " 0 0 0 0 0 200 0 255 " ] || fail "the colour of nothing: $(values o.npy u1)"
filter red.png --sigma 1e6 --radius 1 --axes 1 --mode constant --cval 100 -o o.npy
# Beyond: 100, seen to 100/255. (200 * 255 + 100 * 100) / 355 and 100 * 100 / 355; 355 / 3.
[ "$(values o.npy u1)" = " 28 172 28 118 28 172 28 118 " ] || fail "alpha beyond: $(values o.npy u1)"
# Pixels that are missing, in every channel at once.
npy '|u1' '(1, 2)' 0 >m.npy
printf '\0\1' >>m.npy
filter red.png --sigma 1 --radius 0 --mask m.npy --fill 9 -o o.npy
[ "$(values o.npy u1)" = " 9 9 9 9 0 200 0 255 " ] || fail "a mask with alpha: $(values o.npy u1)"
expect 2 "m.npy: the mask must be 1 x 2 x 4 (the shape of in, or 1 along an axis), got 1 x 2" filter red.npy --sigma 0 --mask m.npy -o o.npy
{ npy '|u1' '(1, 2, 3)' 0; printf '\1\2\3\4\5\6'; } >rgb.npy
filter rgb.npy --sigma 0 --axes 0,1 -o rgb.png
filter rgb.png --sigma 1 --radius 0 --mask m.npy --fill 9 -o o.npy
[ "$(values o.npy u1)" = " 9 9 9 4 5 6 " ] || fail "a mask with colours: $(values o.npy u1)"

echo "-- what is done"
said() {
  "$bellcurve" filter "$@" --verbose -o o.npy >"$out" 2>"$err" || fail "exit code $?: $*"
  cat "$err"
}
BELLCURVE_ISA=scalar said $X --sigma 1,0.5 --order 0,2 --threads 1 >verbose
printf '%s\n' "axis 0            fir, sigma 1, radius 4" \
  "axis 1            fir, sigma 0.5, derivative 2, radius 2" \
  "threads           at most 1" "instruction set   scalar" >expected
same verbose expected "--verbose: $(cat verbose)"
said $X --sigma 0 | grep -q "^no axis is filtered: sigma is 0$" || fail "--verbose with sigma 0"
[ -z "$(ls -A | grep '^\.')" ] || fail "hidden files: $(ls -A)"
finish
