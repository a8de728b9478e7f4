#!/bin/bash
# bellcurve pool: which calls are wrong, arrays and pictures in and out.
. "$(dirname "$0")/command_lib.sh"
cp "$golden"/*.npy "$golden"/*.png .
X=c_f4.npy  # 3 x 5
succeed kernel --size 3,5 --sigma 1 -o k.npy

echo "-- wrong calls: exit code 2"
expect 2 "IN" pool
expect 2 "output" pool $X --kernel k.npy
expect 2 "either --kernel or --block and --sigma" pool $X -o o.npy
expect 2 "either --kernel or --block and --sigma" pool $X --block 3 -o o.npy
expect 2 "either --kernel or --block and --sigma" pool $X --sigma 3 -o o.npy
expect 2 "--kernel excludes --block and --sigma" pool $X --kernel k.npy --block 3 -o o.npy
expect 2 "--kernel excludes --block and --sigma" pool $X --kernel k.npy --sigma 3 -o o.npy
expect 2 "IN must name a file" pool "" --kernel k.npy -o o.npy
expect 2 "bellcurve: --kernel must name a file" pool $X --kernel "" -o o.npy
expect 2 "bellcurve: --mask must name a file" pool $X --kernel k.npy --mask "" -o o.npy
expect 2 "only one input can be standard input" pool - --kernel - -o o.npy
for block in 0 -1 1.5 x 3,0; do expect 2 "bellcurve: --block must be an integer" pool $X --block=$block --sigma 1 -o o.npy; done
for sigma in -1 nan inf; do expect 2 "bellcurve: --sigma[0] must be" pool $X --block 3,5 --sigma=$sigma -o o.npy; done
expect 2 "bellcurve: --stride must be an integer" pool $X --block 3,5 --sigma 1 --stride 0 -o o.npy
expect 2 "bellcurve: --remainder must be" pool $X --block 3,5 --sigma 1 --remainder drop -o o.npy
expect 2 "bellcurve: --batch must be an integer" pool $X --block 3,5 --sigma 1 --batch 9 -o o.npy
expect 2 "bellcurve: --threads must be" pool $X --block 3,5 --sigma 1 --threads x -o o.npy
expect 2 "c_f4.npy has 3 rows, which blocks of 2 at a stride of 2 do not fill (--remainder crop" pool $X --block 2 --sigma 1 -o o.npy
expect 2 "c_f4.npy has 5 columns, which blocks of 3 at a stride of 3 do not" pool $X --block 3 --sigma 1 -o o.npy
expect 2 "c_f4.npy has 2 axes, but 3 are expected" pool $X --block 3,5 --sigma 1 --channels -o o.npy
expect 2 "c_f4.npy has 2 axes, but 3 are expected" pool $X --block 3,5 --sigma 1 --batch 1 -o o.npy
expect 2 "3d_u1.npy has 3 axes, but 2 are expected" pool 3d_u1.npy --block 1 --sigma 1 -o o.npy
expect 2 "--batch and --channels are for .npy input" pool png_rgb8.png --block 1 --sigma 1 --channels -o o.npy
expect 2 "o.png needs an input of uint8 or uint16, but c_f4.npy is float32" pool $X --kernel k.npy -o o.png
expect 2 "o.png cannot hold a batch" pool 3d_u1.npy --batch 1 --block 1 --sigma 1 -o o.png
expect 2 "--output must end in .npy or .png" pool $X --kernel k.npy -o o.gif
npy '|u1' '(2, 2, 5)' 20 >five.npy
expect 2 "o.png can hold 1 to 4 channels, got 5" pool five.npy --channels --block 1 --sigma 1 -o o.png
npy '|u1' '(0, 4)' 0 >none.npy
expect 2 "o.png would have no pixel: the result is 0 x 2" pool none.npy --block 2 --sigma 1 -o o.png
npy '|u1' '(2, 2)' 4 >small.npy
expect 2 "small.npy: the mask must be 3 x 5 (rows x columns of in), got 2 x 2" pool $X --kernel k.npy --mask small.npy -o o.npy

echo "-- failures while working: exit code 1"
expect 1 "No such file" pool absent.npy --kernel k.npy -o o.npy
expect 1 "absent.png: cannot open: No such file" pool absent.png --kernel k.npy -o o.npy
expect 1 "No such file" pool $X --kernel absent.npy -o o.npy
expect 1 "1d_f4.npy: the kernel must be a matrix, got 1 axis" pool $X --kernel 1d_f4.npy -o o.npy
expect 1 "3d_u1.npy: the kernel must be a matrix, got 3 axes" pool $X --kernel 3d_u1.npy -o o.npy
expect 1 "c_f8.npy: the mask must be of bool or uint8, got float64" pool $X --kernel k.npy --mask c_f8.npy -o o.npy
expect 1 "dtype bool is not supported" pool c_b1.npy --kernel k.npy -o o.npy
npy '<f4' '(1, 1, 1, 1, 1, 1, 1, 1, 1)' 4 >deep.npy
expect 1 "deep.npy: must have at most 8 axes, got 9" pool deep.npy --batch 7 --block 1 --sigma 1 -o o.npy
cp $X fake.png
expect 1 "fake.png: not a .png file" pool fake.png --kernel k.npy -o o.npy
expect 1 "standard input: not a .npy file" pool - --kernel k.npy -o o.npy <png_rgb8.png
expect 1 "none/o.npy: cannot open its directory" pool $X --kernel k.npy -o none/o.npy
head -c 60 png_rgb8.png >cut.png
expect 1 "cut.png: the file is truncated" pool cut.png --block 1 --sigma 1 -o o.npy
{ head -c 41 png_rgb8.png; printf '\377\377\377\377'; tail -c +46 png_rgb8.png; } >corrupt.png
expect 1 "corrupt.png: " pool corrupt.png --block 1 --sigma 1 -o o.npy
: >empty.png
expect 1 "empty.png: not a .png file: it is empty" pool empty.png --block 1 --sigma 1 -o o.npy
{ npy '<f4' '(2, 2)' 0; printf '\0\0\xc0\x7f\0\0\0\0\0\0\0\0\0\0\0\0'; } >nan.npy
expect 1 "bellcurve: nan.npy must be finite, got nan at (0, 0)" pool nan.npy --block 1 --sigma 1 --check-finite -o o.npy
expect 1 "bellcurve: nan.npy: the kernel must be finite, got nan at (0, 0)" pool nan.npy --kernel nan.npy -o o.npy
expect 1 "bellcurve: standard input: the kernel must be finite" pool nan.npy --kernel - -o o.npy <nan.npy
# 1e300 is finite where it is pooled in float64, and not in float32.
{ npy '<f8' '(1, 2)' 0; printf '\0\0\0\0\0\0\xf0\x3f\x9c\x75\0\x88\x3c\xe4\x37\x7e'; } >big.npy
expect 1 "bellcurve: big.npy: the kernel must be finite in float32, got 1e+300 at (0, 1)" pool $X --kernel big.npy --remainder crop -o o.npy
succeed pool c_f8.npy --kernel big.npy --remainder crop -o big_o.npy
npy '<f4' '(0, 2)' 0 >no_rows.npy
npy '<f8' '(2, 0)' 0 >no_cols.npy
expect 1 "bellcurve: no_rows.npy: the kernel must have at least one row and column, got 0 x 2" pool $X --kernel no_rows.npy -o o.npy
expect 1 "bellcurve: no_cols.npy: the kernel must have at least one row and column, got 2 x 0" pool $X --kernel no_cols.npy --stride 1 -o o.npy
{ npy '<f4' '(1, 1)' 0; printf '\0\0\0\300'; } >negative.npy
npy '|u1' '(3, 5)' 15 >none.npy
expect 2 "bellcurve: negative.npy: the kernel must be finite and >= 0 with a mask, got -2 at (0, 0)" pool $X --kernel negative.npy --mask none.npy -o o.npy

echo "-- inputs that never end"
ln -s /dev/zero zero.png
expect 1 "zero.png: not a .png file: it does not begin with" pool zero.png --block 1 --sigma 1 -o o.npy
mkdir pipe  # what is written to a pipe shows in the directory that it is in
mkfifo pipe/p.png
# endless <file> <file>: into the pipe, the second again and again until nobody reads any more.
endless() { { cat "$1"; while cat "$2"; do :; done; } >pipe/p.png 2>/dev/null & }
endless png_rgb8.png /dev/zero  # behind the picture: not read
succeed pool pipe/p.png --block 1 --sigma 1 -o piped.npy
wait
succeed pool png_rgb8.png --block 1 --sigma 1 -o o.npy
same piped.npy o.npy "a picture from a pipe that goes on"
rm -f piped.npy o.npy
head -c 33 png_rgb8.png >pipe/head
{ printf '\0\x10\0\0tEXt'; head -c $((1 << 20)) /dev/zero | tr '\0' 'a'; printf crcs; } >pipe/chunk
endless pipe/head pipe/chunk
# Under a sanitizer nothing starts in so little address space: there the message alone tells.
most=2000000
(ulimit -v $most; exec "$bellcurve" --version) >/dev/null 2>&1 || most=unlimited
(ulimit -v $most
  expect 1 "pipe/p.png: goes on after 67109120 bytes, the most that is read for a picture of 4 x 3" \
    pool pipe/p.png --block 1 --sigma 1 -o o.npy
  exit $failures) || fail "chunks without end"
wait
endless pipe/head /dev/zero
expect 1 "pipe/p.png: " pool pipe/p.png --block 1 --sigma 1 -o o.npy
wait
rm -r zero.png pipe

echo "-- arrays"
values() { tail -c +129 "$1" | od -An -v -t"${2:-f4}" | tr -s ' \n' ' '; }
succeed pool $X --kernel k.npy -o o.npy
[ "$(stat -c %s o.npy)" -eq $((128 + 4)) ] || fail "one number of float32"
succeed pool c_f8.npy --kernel k.npy -o o8.npy
[ "$(stat -c %s o8.npy)" -eq $((128 + 8)) ] || fail "one number of float64"
for type in f4 f8 u1 u2 i2; do
  succeed pool c_$type.npy --block 1,2 --sigma 1 --remainder crop -o c.npy
  succeed pool fortran_$type.npy --block 1,2 --sigma 1 --remainder crop -o f.npy
  same c.npy f.npy "Fortran order of $type"
done
# Element k is k, and two of equal weight are averaged: pairs along a row, one left over.
[ "$(values f.npy)" = " 0.5 2.5 5.5 7.5 10.5 12.5 " ] || fail "means of pairs: $(values f.npy)"
succeed pool c_u1.npy --block 1,2 --sigma 1 --remainder pad -o p.npy
[ "$(values p.npy)" = " 0.5 2.5 2 5.5 7.5 4.5 10.5 12.5 7 " ] || fail "padded: $(values p.npy)"
succeed pool c_u1.npy --block 1,2 --sigma 1 --stride 2,3 -o s.npy
[ "$(values s.npy)" = " 0.5 3.5 10.5 13.5 " ] || fail "with gaps: $(values s.npy)"
succeed pool 3d_u1.npy --batch 1 --block 3,4 --sigma 1e9 -o b.npy
[ "$(values b.npy)" = " 5.5 17.5 " ] || fail "a batch: $(values b.npy)"
succeed pool 3d_u1.npy --channels --block 2,3 --sigma 1e9 -o ch.npy
[ "$(values ch.npy)" = " 10 11 12 13 " ] || fail "channels: $(values ch.npy)"
succeed pool c_u1.npy --block 1,2 --sigma 1 --remainder crop -o - <&-
same f.npy "$out" "standard output"
succeed pool - --block 1,2 --sigma 1 --remainder crop -o i.npy <c_u1.npy
same f.npy i.npy "standard input"
succeed pool $X --kernel - -o i.npy <k.npy
same o.npy i.npy "kernel from standard input"
cp c_u1.npy self.npy
succeed pool self.npy --block 1,2 --sigma 1 --remainder crop -o self.npy
same f.npy self.npy "the output is the input"
for threads in 1 2 3; do
  succeed pool c_u1.npy --block 1,2 --sigma 1 --remainder crop --threads $threads -o t.npy
  same f.npy t.npy "$threads threads"
done

echo "-- masks: all but element 4 valid"
succeed pool c_u1.npy --mask c_b1.npy --block 1,5 --sigma 1e9 -o m.npy
[ "$(values m.npy)" = " 1.5 7 12 " ] || fail "a mask of bool: $(values m.npy)"
sed 's/|b1/|u1/' c_b1.npy >m1.npy
succeed pool c_u1.npy --mask m1.npy --block 1,5 --sigma 1e9 -o m1o.npy
same m.npy m1o.npy "a mask of uint8"

echo "-- pictures: a block of one cell changes nothing"
for name in gray8 rgb8 rgba8 interlaced gray16 rgb16 graya16; do
  succeed pool png_$name.png --block 1 --sigma 1 -o same.png
  succeed pool png_$name.png --block 1 --sigma 1 -o a.npy
  succeed pool same.png --block 1 --sigma 1 -o b.npy
  same a.npy b.npy "$name, there and back"
  [ "$(head -c 26 same.png | tail -c 10 | cksum)" = "$(head -c 26 png_$name.png | tail -c 10 | cksum)" ] ||
    fail "size, depth or channels of $name changed"
done
# 1 38 75 112 / 149 186 223 4 / 41 78 115 152
succeed pool png_gray8.png --block 1,2 --sigma 1 -o a.npy
[ "$(values a.npy)" = " 19.5 93.5 167.5 113.5 59.5 133.5 " ] || fail "means of pixels: $(values a.npy)"
succeed pool png_gray8.png --block 1,2 --sigma 1 -o a.png
succeed pool a.png --block 1 --sigma 1 -o a.npy
[ "$(values a.npy)" = " 20 94 168 114 60 134 " ] || fail "rounded to even: $(values a.npy)"
# A kernel of any weights: clamped at both ends.
{ npy '<f4' '(1, 1)' 0; printf '\0\0\0\100'; } >two.npy
{ npy '<f4' '(1, 1)' 0; printf '\0\0\0\300'; } >minus_two.npy
succeed pool png_gray8.png --kernel two.npy -o a.png
succeed pool a.png --block 1 --sigma 1 -o a.npy
[ "$(values a.npy)" = " 2 76 150 224 255 255 255 8 82 156 230 255 " ] || fail "twice: $(values a.npy)"
succeed pool png_gray8.png --kernel minus_two.npy -o a.png
succeed pool a.png --block 1 --sigma 1 -o a.npy
[ "$(values a.npy | tr -d ' 0')" = "" ] || fail "below 0: $(values a.npy)"
succeed pool c_u2.npy --block 1 --sigma 1 -o a.png
succeed pool a.png --block 1 --sigma 1 -o a.npy
[ "$(values a.npy)" = " 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 " ] || fail "an array as a picture: $(values a.npy)"
[ -z "$(ls -A | grep '^\.')" ] || fail "hidden files: $(ls -A)"
finish
