#!/bin/bash
# bellcurve heatmap: which calls and which files are wrong, and what comes out of the right ones.
. "$(dirname "$0")/command_lib.sh"
echo '{"components": [{"mean": [0, 1], "covariance": 1}]}' >m.json
call="heatmap m.json --size 4,6 --extent=-3,3,-2,2"

echo "-- wrong calls: exit code 2"
expect 2 "MIXTURE" heatmap
expect 2 "size" heatmap m.json --extent 0,1,0,1 -o x.npy
expect 2 "extent" heatmap m.json --size 4 -o x.npy
expect 2 "output" $call
expect 2 "MIXTURE must name a file" heatmap "" --size 4 --extent 0,1,0,1 -o x.npy
for size in 0 -1 4,0 x 1.5; do expect 2 "bellcurve: --size must be an integer" heatmap m.json --size=$size --extent 0,1,0,1 -o x.npy; done
expect 2 "bellcurve: --size must be one value" heatmap m.json --size 4,4,4 --extent 0,1,0,1 -o x.npy
expect 2 "bellcurve: --extent must be X0,X1,Y0,Y1, got 1 value" heatmap m.json --size 4 --extent 1 -o x.npy
expect 2 "bellcurve: --extent must be X0,X1,Y0,Y1, got 5 values" heatmap m.json --size 4 --extent 0,1,0,1,2 -o x.npy
expect 2 "bellcurve: --extent must be a number, got 'a'" heatmap m.json --size 4 --extent 0,a,0,1 -o x.npy
expect 2 "bellcurve: --extent must be finite, got nan" heatmap m.json --size 4 --extent 0,nan,0,1 -o x.npy
expect 2 "bellcurve: --extent must be finite, got -inf" heatmap m.json --size 4 --extent 0,1,-inf,1 -o x.npy
expect 2 "two different values of X for 6 samples, got 1 twice" heatmap m.json --size 4,6 --extent 1,1,0,1 -o x.npy
expect 2 "two different values of Y for 4 samples, got 2.5 twice" heatmap m.json --size 4,6 --extent 1,2,2.5,2.5 -o x.npy
expect 2 "bellcurve: --extent must have steps within the range of a double between its values of X for 6 samples, got -1e+308 and 1e+308" \
  heatmap m.json --size 4,6 --extent=-1e308,1e308,0,1 -o x.npy
expect 2 "between its values of Y for 4 samples, got 0 and 5e-324" heatmap m.json --size 4,6 --extent 0,1,0,5e-324 -o x.npy
expect 2 "bellcurve: --threads must be" $call --threads -1 -o x.npy
expect 2 "bellcurve: --colormap must be viridis or gray, got 'jet'" $call --colormap jet -o x.png
expect 2 "bellcurve: --colormap needs a .png output" $call --colormap gray -o x.npy
expect 2 "bellcurve: --depth must be 8 or 16" $call --depth 24 -o x.png
expect 2 "bellcurve: --dtype needs a .npy output" $call --dtype f4 -o x.png
expect 2 "bellcurve: --output must end in .npy or .png" $call -o x.jpg
expect 2 "at most 1000000 rows" heatmap m.json --size 1000001,1 --extent 0,1,0,1 -o x.png

echo "-- failures while working: exit code 1"
expect 1 "none.json: cannot open: No such file" heatmap none.json --size 4 --extent 0,1,0,1 -o x.npy
expect 1 "Is a directory" heatmap . --size 4 --extent 0,1,0,1 -o x.npy
expect 1 "No such file" $call -o none/x.png
# wrong <part of the message> <content>
wrong() {
  printf '%s' "$2" >wrong.json
  expect 1 "wrong.json: $1" heatmap wrong.json --size 4 --extent 0,1,0,1 -o x.npy
}
wrong "parse error at line 1, column 1" ""
wrong "parse error at line 2, column 3" $'{\n  ]'
wrong "parse error at line 1, column " '{"components": [{"mean": [NaN, 0], "covariance": 1}]}'
wrong "components is missing" '{}'
wrong "the file has the unknown key \"mixture\"" '{"mixture": 1}'
wrong "components[0].mean stands there twice" '{"components": [{"mean": [0, 0], "mean": [0, 0]}]}'
two='{"components": [{"mean": [0, 0], "covariance": 1}, {"mean": [0, 0]'
wrong "components[1].covariance[0][1] must be a number, got \"a\"" "$two, \"covariance\": [[1, \"a\"], [0, 1]]}]}"
wrong "components[1].covariance must be" "$two, \"covariance\": [[1, 2], [2, 1]]}]}"
wrong "components[1].covariance must be" "$two, \"covariance\": [[1, 0.5], [0.25, 1]]}]}"
wrong "components[1].covariance" "$two, \"covariance\": 0}]}"
wrong "components[1].weight must be" "$two, \"covariance\": 1, \"weight\": -1}]}"
wrong "components[1].stddev must be from 1e-153 to 1e154, got 1e+200" "$two, \"stddev\": 1e200}]}"
wrong "components[1].stddev must be two numbers of which one" "$two, \"stddev\": [1, 1e-7], \"theta\": 1}]}"
wrong "components[1].weight must be within the range of a double, got 1e400" "$two, \"covariance\": 1, \"weight\": 1e400}]}"
wrong "components[1].covariance must be a number, 2 numbers or a matrix of 2 x 2, got \"\\xc2\\x9b\"" "$two, \"covariance\": \"$(printf '\302\233')\"}]}"
wrong "the file must be an object" "[$(printf '1,%.0s' {1..1000})1]"
head -c 300000 /dev/zero | tr '\0' '[' >deep.json
expect 1 "nested too deeply" heatmap deep.json --size 4 --extent 0,1,0,1 -o x.npy
head -c 300000 /dev/urandom >noise.json
expect 1 "noise.json: parse error at line " heatmap noise.json --size 4 --extent 0,1,0,1 -o x.npy
truncate -s 100M huge.json
expect 1 "huge.json: larger than 67108864 bytes" heatmap huge.json --size 4 --extent 0,1,0,1 -o x.npy
rm huge.json
expect 1 "/dev/zero: larger than 67108864 bytes" heatmap /dev/zero --size 4 --extent 0,1,0,1 -o x.npy
{ cat m.json; printf '\0garbage'; } >nul.json
expect 1 "nul.json: parse error at line 2, column 1: a NUL byte" heatmap nul.json --size 4 --extent 0,1,0,1 -o x.npy
expect 1 "reserve" heatmap m.json --size 2000000000,30000 --extent 0,1,0,1 -o x.npy  # 480 terabytes
(ulimit -f 1; expect 1 "File too large" heatmap m.json --size 300 --extent 0,1,0,1 -o x.png
  exit $failures) || fail "file-size limit"

echo "-- what is written"
succeed $call -o x.npy
head -c 128 x.npy | grep -aqF "'<f8', 'fortran_order': False, 'shape': (4, 6)" || fail "header of x.npy"
succeed $call --threads 1 -o one.npy
same x.npy one.npy "one thread"
succeed heatmap - --size 4,6 --extent=-3,3,-2,2 -o - <m.json
same x.npy "$out" "standard input and output"
succeed $call --dtype f4 -o x4.npy
[ "$(stat -c %s x4.npy)" -eq $((128 + 96)) ] || fail "size of float32"
succeed $call --log -o log.npy
cmp -s x.npy log.npy && fail "--log changes nothing"
succeed heatmap m.json --size 1 --extent 0,0,1,1 -o point.npy  # a single sample
# 1 / (2 pi) at the mean
point=$(tail -c 8 point.npy | od -An -tf8 | tr -d ' ')
[ "${point:0:15}" = 0.1591549430918 ] || fail "at the mean: $point"
# Backwards: the reversed rows.
succeed heatmap m.json --size 4,6 --extent=-3,3,2,-2 -o back.npy
values() { tail -c +129 "$1" | od -An -v -tf8 -w48; }
[ "$(values back.npy | awk '{ printf "%.12f %.12f\n", $1, $5 }')" = "$(values x.npy | tac | awk '{ printf "%.12f %.12f\n", $1, $5 }')" ] ||
  fail "an extent from 2 to -2"

header() { tail -c +17 "$1" | head -c 10 | od -An -v -tx1 | tr -d ' \n'; }
succeed $call -o x.png
[ "$(header x.png)" = 00000006000000040802 ] || fail "6 x 4 of RGB: $(header x.png)"
succeed $call --colormap gray --depth 16 -o x.png
[ "$(header x.png)" = 00000006000000041000 ] || fail "6 x 4 of gray, 16 bits: $(header x.png)"
# The mean (0, 1) is above the middle: row 0 of the picture is brighter than its last.
python=${PYTHON:-/usr/bin/python3}
if command -v "$python" >/dev/null; then
  "$python" - x.png <<'PY' || fail "a reader that knows nothing of libpng, see above"
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
at, idat = 8, b""
while at < len(data):
    size, name = struct.unpack(">I4s", data[at:at + 8])
    body = data[at + 8:at + 8 + size]
    assert zlib.crc32(name + body) == struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0]
    idat += body if name == b"IDAT" else b""
    at += 12 + size
raw, stride, rows = zlib.decompress(idat), 12, []
for i in range(4):
    kind, line = raw[i * 13], bytearray(raw[i * 13 + 1:(i + 1) * 13])
    up = rows[-1] if rows else bytes(stride)
    for k in range(stride):  # PNG specification, 9.2
        a, b, c = line[k - 2] if k > 1 else 0, up[k], up[k - 2] if k > 1 else 0
        p = a + b - c
        nearest = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        line[k] = (line[k] + (0, a, b, (a + b) // 2, nearest)[kind]) % 256
    rows.append(line)
got = [struct.unpack(">6H", row) for row in rows]
from math import exp
value = [[exp(-((-3 + j * 1.2) ** 2 + (2 - i * 4 / 3 - 1) ** 2) / 2) for j in range(6)] for i in range(4)]
low, high = min(map(min, value)), max(map(max, value))
for i in range(4):
    for j in range(6):
        assert abs(got[i][j] - (value[i][j] - low) / (high - low) * 65535) <= 0.501, (i, j, got[i][j])
PY
fi
[ -z "$(ls -A | grep '^\.')" ] || fail "hidden files: $(ls -A)"
finish
