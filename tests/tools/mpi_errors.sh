#!/bin/bash
# bellcurve-mpi when something is wrong, on all ranks or on one: one line, the exit code of all, and
# nothing left behind.
. "$(dirname "$0")/mpi_lib.sh"
f4 20 5 1 x.npy
X=x.npy

echo "-- all ranks, or root, in trouble; and what root alone says"
together --version
[ "$(cat "$out")" = "bellcurve-mpi $("$bellcurve" --version | cut -d' ' -f2)" ] || fail "--version: $(cat "$out")"
together model fill --rows 4e5 --features 100 --pairs 1e10 --ranks 1,10
[ "$(wc -l <"$out")" -eq 5 ] || fail "model fill: $(cat "$out")"
expect_all 2 "unknown command 'nonsense'" nonsense
expect_all 2 "--gamma must be finite and > 0, got -1" rbf $X --gamma -1 -o k.npy
expect_all 2 "--pairs must be finite and > 0" model fill --rows 1 --features 1 --pairs 0
expect_all 1 "none.npy: cannot open: No such file" rbf none.npy -o k.npy
expect_all 1 "none.npy: cannot open: No such file" rbf-apply $X --vectors none.npy -o k.npy
expect_all 1 "none/k.npy: cannot open its directory: No such file" rbf $X -o none/k.npy
npy '<f4' '(400000000, 0)' 0 >wide.npy  # K would have 640 petabytes
expect_all 1 "cannot reserve" rbf wide.npy --gamma 1 -o k.npy

# one_of_them <exit code> <part> <prefix of the last rank's call...> -- <arguments...>
one_of_them() {
  local want=$1 part=$2 before prefix=()
  shift 2
  while [ "$1" != -- ]; do prefix+=("$1"); shift; done
  shift
  before=$(state)
  "${start[@]}" $((ranks - 1)) "$bellcurve_mpi" "$@" : "${start[@]:1}" 1 "${prefix[@]}" "$bellcurve_mpi" "$@" >"$out" 2>"$err"
  judge "$want" "$part" "$before" $? "one of $ranks ranks by ${prefix[*]}: bellcurve-mpi $*"
}

echo "-- one rank has a trouble of its own"
one_of_them 2 "BELLCURVE_ISA must name an available instruction set, got mmx" env BELLCURVE_ISA=mmx -- rbf $X -o k.npy
# One that does not see the directory of the others.
hide=(unshare -m sh -c "mount -t tmpfs tmpfs '$PWD' && exec \"\$@\"" sh)
if "${hide[@]}" true 2>/dev/null; then
  one_of_them 1 "k.npy: cannot open it" "${hide[@]}" -- rbf "$PWD/$X" -o "$PWD/k.npy"
  echo old >old.npy
  one_of_them 1 "old.npy: cannot open it" "${hide[@]}" -- rbf-apply "$PWD/$X" --vectors "$PWD/$X" -o "$PWD/old.npy"
else
  echo "   (not seen: a rank that does not see the directory, which needs a name space of its own)"
fi
# Another instruction set is no trouble: all take the lesser one.
BELLCURVE_ISA=scalar succeed rbf $X -o one.npy
"${start[@]}" $((ranks - 1)) "$bellcurve_mpi" rbf $X -o all.npy : \
  "${start[@]:1}" 1 env BELLCURVE_ISA=scalar "$bellcurve_mpi" rbf $X -o all.npy || fail "instruction sets of two kinds"
same one.npy all.npy "instruction sets of two kinds"

command -v pgrep >/dev/null || { echo "   (not seen: processes that are killed, without pgrep)"; finish; exit; }
echo "-- killed at work"
u1 12000 400 9 >long.npy
rm -f one.npy all.npy
before=$(state)
caught=0
for victim in mpiexec root another; do
  "${start[@]}" "$ranks" "$bellcurve_mpi" rbf long.npy --gamma 1e-5 -o k.npy >"$out" 2>"$err" &
  child=$!
  until compgen -G '.bellcurve-*' >/dev/null || ! kill -0 $child 2>/dev/null; do sleep 0.02; done
  sleep 0.1  # until the others have heard of it
  mapfile -t at_work < <(pgrep -f "^$bellcurve_mpi rbf long.npy")
  case $victim in
    mpiexec) kill -TERM $child ;;
    root) kill -TERM "${at_work[0]}" ;;
    another) kill -TERM "${at_work[-1]}" ;;
  esac 2>/dev/null
  if wait $child; then
    echo "   (done before it could be killed: $victim)"
  else
    caught=$((caught + 1))
    for _ in {1..100}; do pgrep -f "^$bellcurve_mpi rbf long.npy" >/dev/null || break; sleep 0.05; done
    [ "$(state)" = "$before" ] || fail "$victim killed: $(ls -lA | grep 'k.npy\|tmp')"
  fi
  rm -f .bellcurve-* k.npy
done
[ $caught -gt 0 ] || skip "every run was done before it could be killed"
finish
