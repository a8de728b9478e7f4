#!/bin/bash
# bellcurve-mpi on a full disk: one line and nothing left, on a small file system made for it.
. "$(dirname "$0")/mpi_lib.sh"
[ "$(id -u)" -eq 0 ] || skip "a file system can only be mounted by root"
mkdir small
mount -t tmpfs -o size=256k tmpfs small 2>/dev/null || skip "this system mounts no tmpfs"
trap 'cd / && umount "$work/small"; rm -rf "$work" "$err" "$out"' EXIT
u1 2000 4 1 >x.npy  # K has 16 MB
u1 20000 4 2 >many.npy
npy '<f4' '(20000, 4)' 320000 >v.npy
cd small || exit 1
expect_all 1 "No space left on device" rbf ../x.npy --gamma 1 -o k.npy
expect_all 1 "No space left on device" rbf-apply ../many.npy --vectors ../v.npy --gamma 1 -o k.npy
echo old >k.npy
expect_all 1 "No space left on device" rbf ../x.npy --gamma 1 -o k.npy
# What fits is written, and the space of what did not is free again.
u1 200 4 3 >x.npy || fail "no space for an input: $(df .)"
together rbf x.npy --gamma 1 -o k.npy
[ "$(stat -c %s k.npy)" -eq $((128 + 160000)) ] || fail "size of k.npy"
no_leftovers
cd ..
finish
