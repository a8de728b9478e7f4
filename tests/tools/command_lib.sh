# What the scripts that test the command share. Each is called with the program
# and the directory of golden files; it works in a directory of its own.
set -u
bellcurve=$1
golden=$2
unset BELLCURVE_ISA
export LC_ALL=C
work=$(mktemp -d "${TMPDIR:-/tmp}/bellcurve-test-XXXXXX")
trap 'cd / && rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

skip() { echo "skipped: $*"; exit 77; }
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
finish() {
  [ "$failures" -eq 0 ] || { echo "$failures failed"; exit 1; }
  echo "all passed"
}

# expect <exit code> <part of the message> <arguments...>: the command ends so,
# with exactly one line on standard error, and leaves the directory as it was.
# Standard output goes to ../out, standard input comes from here.
err=$(mktemp "${TMPDIR:-/tmp}/bellcurve-err-XXXXXX")
out=$(mktemp "${TMPDIR:-/tmp}/bellcurve-out-XXXXXX")
trap 'cd / && rm -rf "$work" "$err" "$out"' EXIT
state() { ls -liA --time-style=full-iso .; }  # whatever is written or replaced shows there
expect() {
  local want=$1 part=$2 before after got lines
  shift 2
  before=$(state)
  "$bellcurve" "$@" >"$out" 2>"$err"
  got=$?
  after=$(state)
  mapfile lines <"$err"
  [ "$got" -eq "$want" ] || fail "exit code $got, not $want: bellcurve $*: ${lines[*]}"
  [ ${#lines[@]} -eq 1 ] || fail "not one line on standard error: bellcurve $*: ${lines[*]}"
  [[ ${lines[0]:-} == "bellcurve: "*$'\n' ]] || fail "does not begin with 'bellcurve: ': ${lines[*]}"
  [[ ${lines[0]:-} == *"$part"* ]] || fail "no '$part' in: ${lines[*]} (bellcurve $*)"
  [ "$before" = "$after" ] || fail "the directory changed: bellcurve $*: $after"
  [ -s "$out" ] && fail "something on standard output: bellcurve $*"
  return 0
}

# succeed <arguments...>: exit code 0 and silence on standard error.
succeed() {
  "$bellcurve" "$@" >"$out" 2>"$err" || fail "exit code $?: bellcurve $*: $(cat "$err")"
  [ -s "$err" ] && fail "something on standard error: bellcurve $*: $(cat "$err")"
  return 0
}

same() { cmp -s "$1" "$2" || fail "$1 and $2 differ${3:+ ($3)}"; }

# npy <descr> <shape> <bytes>: an array of zeros, on standard output.
npy() {
  local dict="{'descr': '$1', 'fortran_order': False, 'shape': $2, }"
  while [ $(((10 + ${#dict} + 1) % 64)) -ne 0 ]; do dict+=' '; done
  local n=$((${#dict} + 1))
  printf '\x93NUMPY\x01\x00'
  printf "\\x$(printf %02x $((n & 255)))\\x$(printf %02x $((n >> 8)))"
  printf '%s\n' "$dict"
  [ "$3" -eq 0 ] || head -c "$3" /dev/zero
}
