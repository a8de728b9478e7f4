# What the scripts that test bellcurve-mpi share. Each is called with bellcurve, the directory of
# golden files, bellcurve-mpi, a number of ranks, and what starts so many: mpiexec -n.
. "$(dirname "$0")/command_lib.sh"
bellcurve_mpi=$3
ranks=$4
shift 4
start=("$@")
# What starts Open MPI's ranks adds words of its own to those of one that fails.
ours=''
"${start[0]}" --version 2>&1 | grep -qi "open mpi\|openrte" && ours='^bellcurve-mpi: '

mpi() { "${start[@]}" "$ranks" "$bellcurve_mpi" "$@"; }

# together <arguments...>: all ranks succeed, and are silent but for standard output.
together() {
  mpi "$@" >"$out" 2>"$err" || fail "exit code $?: bellcurve-mpi $*: $(cat "$err")"
  [ -s "$err" ] && fail "something on standard error: bellcurve-mpi $*: $(cat "$err")"
  return 0
}

# judge <exit code> <part> <directory before> <exit code got> <what was called>
judge() {
  local lines
  mapfile lines < <(grep "$ours" "$err")
  [ "$4" -eq "$1" ] || fail "exit code $4, not $1: $5: $(cat "$err")"
  [ ${#lines[@]} -eq 1 ] || fail "not one line on standard error: $5: $(cat "$err")"
  [[ ${lines[0]:-} == "bellcurve-mpi: "*"$2"* ]] || fail "no 'bellcurve-mpi: $2' in: $(cat "$err") ($5)"
  [ "$3" = "$(state)" ] || fail "the directory changed: $5: $(state)"
  [ -s "$out" ] && fail "something on standard output: $5"
  return 0
}

# expect_all <exit code> <part of the message> <arguments...>: as expect, of all ranks together.
expect_all() {
  local want=$1 part=$2 before
  shift 2
  before=$(state)
  mpi "$@" >"$out" 2>"$err"
  judge "$want" "$part" "$before" $? "$ranks ranks: bellcurve-mpi $*"
}

# bytes <count> <seed>: neither zeros nor a pattern.
bytes() {
  awk -v n="$1" -v seed="$2" 'BEGIN { srand(seed); for (i = 0; i < n; ++i) printf "%c", 1 + int(126 * rand()) }'
}

# u1 <rows> <cols> <seed>: a matrix of uint8, on standard output.
u1() { npy '|u1' "($1, $2)" 0 && bytes $(($1 * $2)) "$3"; }

# f4 <rows> <cols> <seed> <file>: of float32, with all their bits.
f4() {
  u1 "$1" 4 "$3" >f4_rows.npy
  u1 "$2" 4 "$3"7 >f4_cols.npy
  succeed rbf f4_rows.npy f4_cols.npy --gamma 1e-4 -o "$4"
  rm f4_rows.npy f4_cols.npy
}

# f8 <rows> <cols> <file>: of float64.
f8() {
  echo '{"components": [{"mean": [0.3, 0.2], "stddev": [1, 2], "theta": 1}]}' >f8.json
  succeed heatmap f8.json --size "$1,$2" --extent=-1,2,-2,1 -o "$3"
  rm f8.json
}

no_leftovers() { [ -z "$(ls -A | grep '^\.')" ] || fail "hidden files: $(ls -A)"; }
