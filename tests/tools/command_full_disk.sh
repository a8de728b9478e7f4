#!/bin/bash
# A full disk is one line and nothing left, on a small file system made for it.
. "$(dirname "$0")/command_lib.sh"
[ "$(id -u)" -eq 0 ] || skip "a file system can only be mounted by root"
mkdir small
mount -t tmpfs -o size=256k tmpfs small 2>/dev/null || skip "this system mounts no tmpfs"
trap 'cd / && umount "$work/small"; rm -rf "$work" "$err" "$out"' EXIT
npy '<f4' '(2000, 4)' 32000 >x.npy  # K has 16 MB
cd small || exit 1
expect 1 "No space left on device" rbf ../x.npy --gamma 1 -o k.npy
echo old >k.npy
expect 1 "No space left on device" rbf ../x.npy --gamma 1 -o k.npy
"$bellcurve" rbf ../x.npy --gamma 1 -o - 2>"$err" >k.npy && fail "a full disk below standard output"
grep -q "standard output: cannot write: No space left" "$err" || fail "$(cat "$err")"
rm -f k.npy
# What fits is written, and the space of what did not is free again.
npy '<f4' '(200, 4)' 3200 >x.npy || fail "no space for an input: $(df .)"
succeed rbf x.npy --gamma 1 -o k.npy
[ "$(stat -c %s k.npy)" -eq $((128 + 160000)) ] || fail "size of k.npy"
cd ..
finish
