#!/bin/bash
# A full disk is one line and nothing left, on a small file system made for it.
. "$(dirname "$0")/command_outputs.sh"
. "$(dirname "$0")/command_lib.sh"
[ "$(id -u)" -eq 0 ] || skip "a file system can only be mounted by root"
mkdir small
mount -t tmpfs -o size=256k tmpfs small 2>/dev/null || skip "this system mounts no tmpfs"
trap 'cd / && umount "$work/small"; rm -rf "$work" "$err" "$out"' EXIT
make_inputs
cd small || exit 1
full() {
  expect 1 "No space left on device" "$@" -o new.npy
  echo old >old.npy
  expect 1 "No space left on device" "$@" -o old.npy
  [ "$(cat old.npy)" = old ] || fail "a full disk changed the destination: bellcurve $*"
  rm -f old.npy
  "$bellcurve" "$@" -o - 2>"$err" >new.npy && fail "a full disk below standard output"
  grep -q "standard output: cannot write: No space left" "$err" || fail "$(cat "$err")"
  rm -f new.npy
}
each_output full ..
# A picture, whose size is known only when all is computed.
map="heatmap ../m.json --size 600 --extent=-3,3,-3,3 --depth 16"
expect 1 "No space left on device" $map -o map.png
echo old >map.png
expect 1 "No space left on device" $map -o map.png
rm -f map.png
succeed heatmap ../m.json --size 60 --extent=-3,3,-3,3 -o map.png
rm -f map.png
# What fits is written, and the space of what did not is free again.
npy '<f4' '(200, 4)' 3200 >x.npy || fail "no space for an input: $(df .)"
succeed rbf x.npy --gamma 1 -o k.npy
[ "$(stat -c %s k.npy)" -eq $((128 + 160000)) ] || fail "size of k.npy"
cd ..
finish
