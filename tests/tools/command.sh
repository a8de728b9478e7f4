#!/bin/bash
# bellcurve from end to end: what it takes, what it refuses and how, what it
# leaves behind.
. "$(dirname "$0")/command_lib.sh"
cp "$golden"/*.npy .
X=c_f4.npy

echo "-- help and version"
for call in --help -h "rbf --help" "info --help" --version info; do
  # shellcheck disable=SC2086
  succeed $call
  [ -s "$out" ] || fail "nothing on standard output: bellcurve $call"
done

echo "-- help fits a terminal: at most 100 columns"
"$bellcurve" --help | sed -n '/^Subcommands:/,/^$/p' | sed 1d | awk 'NF { print $1 }' >commands
[ "$(wc -l <commands)" -ge 5 ] || fail "commands found in the help: $(tr '\n' ' ' <commands)"
while read -r command; do
  [ "$command" = - ] && command=
  # shellcheck disable=SC2086
  succeed $command --help
  wide=$(awk 'length($0) > 100 { print length($0) ": " $0 }' "$out")
  [ -z "$wide" ] || fail "wider than 100 columns in bellcurve $command --help: $wide"
done < <(echo -; cat commands)
rm commands

echo "-- wrong calls: exit code 2"
expect 2 "subcommand" 
expect 2 "unknown command 'nonsense'" nonsense
expect 2 "unknown command ''" ""
expect 2 "X" rbf
expect 2 "output" rbf $X
expect 2 "--nonsense" rbf $X --nonsense -o k.npy
expect 2 "third" rbf $X $X third -o k.npy
expect 2 "" rbf $X --gamma -o k.npy
expect 2 "bellcurve: --gamma must be a number, got '1x'" rbf $X --gamma 1x -o k.npy
expect 2 "bellcurve: --gamma must be a number, got ''" rbf $X --gamma "" -o k.npy
expect 2 "gamma" rbf $X --gamma 1 --gamma 2 -o k.npy
for gamma in 0 -1 nan inf -inf 1e-60 1e60; do
  expect 2 "bellcurve: --gamma must be" rbf $X --gamma $gamma -o k.npy
  expect 2 "bellcurve: --gamma must be" rbf $X --gamma=$gamma -o k.npy
done
for variance in 0 -1 nan inf 1e-60; do expect 2 "bellcurve: --variance must be" rbf $X --variance $variance -o k.npy; done
expect 2 "bellcurve: --variance + --noise must be finite in float32, got 1e+38 + 3e+38" rbf $X --variance 1e38 --noise 3e38 -o k.npy
for noise in -1 nan inf; do expect 2 "bellcurve: --noise must be" rbf $X --noise $noise -o k.npy; done
expect 2 "lengthscale" rbf $X --gamma 1 --lengthscale 1 -o k.npy
for l in 0 -1 nan 1,2 1,2,3,4,5,6 1,2,3,4,0; do expect 2 "bellcurve: --lengthscale must " rbf $X --lengthscale=$l -o k.npy; done
expect 2 "bellcurve: --lengthscale must be" rbf $X --lengthscale 1, -o k.npy
expect 2 "bellcurve: --uplo must be" rbf $X --uplo middle -o k.npy
expect 2 "bellcurve: --engine must be" rbf $X --engine steam -o k.npy
expect 2 "bellcurve: --threads must be" rbf $X --threads -1 -o k.npy
expect 2 "bellcurve: --threads must be" rbf $X --threads 1.5 -o k.npy
expect 2 "bellcurve: --threads must be" rbf $X --threads 1000000 -o k.npy
expect 2 "bellcurve: --noise needs the symmetric form" rbf $X $X --noise 1 -o k.npy
expect 2 "bellcurve: --uplo needs the symmetric form" rbf $X $X --uplo lower -o k.npy
expect 2 "cannot both be standard input" rbf - - -o k.npy
expect 2 "X must name a file" rbf "" -o k.npy
expect 2 "Y must name a file" rbf $X "" -o k.npy
expect 2 "bellcurve: --output must name a file" rbf $X -o ""
expect 2 "c_f4.npy is float32 but c_f8.npy is float64" rbf $X c_f8.npy -o k.npy
expect 2 "uint8 (computed in float32)" rbf c_f8.npy c_u1.npy -o k.npy
npy '<f4' '(2, 3)' 24 >narrow.npy
expect 2 "c_f4.npy has 5 features but narrow.npy has 3" rbf $X narrow.npy -o k.npy
export BELLCURVE_ISA=mmx
expect 2 "available: scalar" rbf $X -o k.npy
expect 2 "mmx" info
unset BELLCURVE_ISA

echo "-- failures while working: exit code 1"
expect 1 "No such file" rbf none.npy -o k.npy
expect 1 "No such file" rbf $X none.npy -o k.npy
expect 1 "Is a directory" rbf . -o k.npy
expect 1 "No such file" rbf $X -o none/k.npy
expect 1 "Is a directory" rbf $X -o .
expect 1 "Not a directory" rbf $X -o $X/k.npy
expect 1 "File name too long" rbf $X -o "$(printf 'k%.0s' {1..300})"
expect 1 "'>f4' is not supported (big endian)" rbf bad_big_endian.npy -o k.npy
for bad in bad_*.npy; do expect 1 "not supported" rbf "$bad" -o k.npy; done
expect 1 "must be a matrix (rows are points), got 1 dimension; reshape" rbf 1d_f4.npy -o k.npy
expect 1 "got 0 dimensions" rbf 0d_f8.npy -o k.npy
expect 1 "got 3 dimensions" rbf 3d_u1.npy -o k.npy
head -c 187 $X >cut.npy
expect 1 "cut.npy: the file is truncated" rbf cut.npy -o k.npy
cat $X $X >twice.npy
expect 1 "twice.npy: the file goes on after its array" rbf twice.npy -o k.npy
: >nothing.npy
expect 1 "it is empty" rbf nothing.npy -o k.npy
expect 1 "not a .npy file" rbf "$golden/../golden.py" -o k.npy
expect 1 'two\nlines.npy: cannot open' rbf $'two\nlines.npy' -o k.npy
expect 1 'no\xffutf8\xc2\x85.npy: cannot open' rbf $'no\xffutf8\xc2\x85.npy' -o k.npy
expect 2 'unknown command '"'"'\xc3'"'" $'\xc3'
npy '<f4' '(4294967296, 0)' 0 >tall.npy
expect 1 "size overflows" rbf tall.npy --gamma 1 -o k.npy
npy '<f4' '(400000000, 0)' 0 >wide.npy  # K would have 640 petabytes
expect 1 "reserve" rbf wide.npy --gamma 1 -o k.npy
expect 1 "out of memory" rbf wide.npy --gamma 1 -o -
{ npy '<f4' '(2, 2)' 0; printf '\0\0\xc0\x7f\0\0\0\0\0\0\0\0\0\0\0\0'; } >nan.npy
expect 1 "bellcurve: nan.npy must be finite, got nan at (0, 0)" rbf nan.npy --check-finite -o k.npy
npy '<f4' '(40, 2)' 320 >forty.npy
(ulimit -f 1; expect 1 "File too large" rbf forty.npy -o k.npy; exit $failures) || fail "file-size limit"
if [ "$(id -u)" -ne 0 ]; then
  mkdir locked; chmod a-w locked
  expect 1 "Permission denied" rbf $X -o locked/k.npy
  chmod u+w locked; rmdir locked
  cp $X readonly.npy; chmod a-w readonly.npy
  expect 1 "Permission denied" rbf $X -o readonly.npy
else
  echo "   (not seen as root: a directory without write permission)"
fi

echo "-- what is written"
succeed rbf $X -o k.npy
[ "$(stat -c %s k.npy)" -eq $((128 + 36)) ] || fail "size of k.npy"
succeed rbf fortran_f4.npy -o kf.npy
same k.npy kf.npy "Fortran order"
succeed rbf c_f8.npy -o k8.npy
succeed rbf fortran_f8.npy -o k8f.npy
same k8.npy k8f.npy "Fortran order"
for type in u1 u2 i2; do
  succeed rbf c_$type.npy --gamma 0.01 -o k_$type.npy
  succeed rbf fortran_$type.npy --gamma 0.01 -o kf_$type.npy
  same k_$type.npy kf_$type.npy "Fortran order of $type"
  same k_$type.npy k_u1.npy "types of the same values"
done
for threads in 1 2 3; do
  succeed rbf $X --threads $threads -o kt.npy
  same k.npy kt.npy "$threads threads"
done
succeed rbf $X --gamma 0.2 -o kg.npy
same k.npy kg.npy "gamma is 1 / 5 unless given"
succeed rbf v2_f8.npy -o k2.npy
same k8.npy k2.npy "version 2.0"
succeed rbf v3_f8.npy -o k3.npy
same k8.npy k3.npy "version 3.0"
succeed rbf empty_f4.npy -o ke.npy
[ "$(stat -c %s ke.npy)" -eq 128 ] || fail "size of an empty K"
succeed rbf nan.npy -o kn.npy
succeed rbf ./$X -o "name with spaces, ü.npy"
same k.npy "name with spaces, ü.npy"

echo "-- triangles: zeros elsewhere"
hex() { tail -c +129 "$1" | od -An -v -tx4 -w4 | tr -d ' '; }
mapfile -t full < <(hex k.npy)
for part in full lower upper; do
  succeed rbf $X --uplo $part -o kp.npy
  mapfile -t got < <(hex kp.npy)
  for i in 0 1 2; do for j in 0 1 2; do
    want=${full[$((i * 3 + j))]}
    if [ $part = lower ] && [ $j -gt $i ]; then want=00000000; fi
    if [ $part = upper ] && [ $j -lt $i ]; then want=00000000; fi
    [ "${got[$((i * 3 + j))]}" = "$want" ] || fail "uplo $part, entry $i $j"
  done; done
done

echo "-- standard input and output"
succeed rbf - -o kp.npy <$X
same k.npy kp.npy "input from a file"
cat $X | succeed rbf - -o kp.npy
same k.npy kp.npy "input from a pipe"
"$bellcurve" rbf $X - -o - <$X >kc.npy || fail "Y from standard input"
"$bellcurve" rbf $X $X -o kd.npy || fail "cross form"
same kc.npy kd.npy "Y from standard input"
succeed rbf $X -o -
same k.npy "$out" "output to a file"
"$bellcurve" rbf $X -o - | cat >kp.npy
same k.npy kp.npy "output to a pipe"
cat $X | "$bellcurve" rbf - -o - | cat >kp.npy
same k.npy kp.npy "both"
head -c 100 $X | expect 1 "standard input: the file is truncated" rbf - -o k.npy
cat $X $X | expect 1 "standard input: the input goes on" rbf - -o k.npy
expect 1 "standard input" rbf - -o k.npy <&-
expect 1 "it is empty" rbf - -o k.npy </dev/null

# broken <arguments...>: one line and exit code 1 when nobody reads the output.
broken() {
  { sleep 0.2; "$bellcurve" "$@" 2>"$err"; echo $? >"$out"; } | true
  [ "$(cat "$out")" = 1 ] || fail "exit code $(cat "$out") with a closed pipe: bellcurve $*"
  [ "$(wc -l <"$err")" -eq 1 ] || fail "not one line with a closed pipe: bellcurve $*: $(cat "$err")"
  grep -q "standard output: cannot write: Broken pipe" "$err" || fail "closed pipe: $(cat "$err")"
}
broken rbf $X -o -
broken info
broken --help
"$bellcurve" info >/dev/full 2>"$err" && fail "a full device went unnoticed"
grep -q "No space left" "$err" || fail "full device: $(cat "$err")"
"$bellcurve" rbf $X -o - >&- 2>"$err" && fail "a closed standard output went unnoticed"
[ "$(wc -l <"$err")" -eq 1 ] || fail "closed standard output: $(cat "$err")"
"$bellcurve" rbf $X -o kp.npy >&- 2>&- <&- || fail "closed standard streams that nobody needs"
same k.npy kp.npy "closed standard streams"
"$bellcurve" rbf none.npy -o kp.npy 2>&- && fail "no error without standard error"
same k.npy kp.npy "closed standard error"

echo "-- the output is an input"
cp $X self.npy
succeed rbf self.npy -o self.npy
same k.npy self.npy "X"
cp $X self.npy
succeed rbf $X self.npy -o self.npy
same kd.npy self.npy "Y"
cp $X self.npy; ln -s self.npy link.npy
succeed rbf self.npy -o link.npy
same k.npy self.npy "X by a link"
[ -L link.npy ] || fail "a link was replaced"

echo "-- permissions"
(umask 027; succeed rbf $X -o new.npy)
[ "$(stat -c %a new.npy)" = 640 ] || fail "a new file has $(stat -c %a new.npy), umask 027"
chmod 604 new.npy
succeed rbf $X -o new.npy
[ "$(stat -c %a new.npy)" = 604 ] || fail "a replaced file has $(stat -c %a new.npy), not 604"

[ -z "$(ls -A | grep '^\.')" ] || fail "hidden files: $(ls -A)"
finish
