#!/usr/bin/env bash
# fuzz.sh <build> <seconds> <jobs>   builds the fuzzers (preset fuzz) and runs each for so many seconds;
#                                    0: just the inputs that it begins with
# fuzz.sh <build> keep <jobs>        puts some inputs of those that reach all that was reached so far into
#                                    tests/fuzz/corpus, KEEP bytes (4096) of each fuzzer
#
# Each begins with tests/fuzz/corpus/<name> and what it has found in runs before, in <build>/corpus/<name>.
# Ends with a table; fails if there is a finding, which stands in <build>/findings:
#   <build>/tests/fuzz/fuzz_<name> <build>/findings/<name>-crash-...   shows it again.
# ONLY="name ..." runs these alone.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1 seconds=$2 jobs=$3

probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
echo 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }' >"$probe/probe.cpp"
if ! clang++ -fsanitize=fuzzer,address "$probe/probe.cpp" -o "$probe/probe" >/dev/null 2>&1; then
  echo "fuzz: skipped, clang++ with the runtime of libFuzzer was not found"
  exit 0
fi

scripts/configure.sh fuzz TOOLS
cmake --build "$build" --parallel "$jobs" --target fuzzers

export LSAN_OPTIONS="suppressions=$PWD/tests/support/leaks.supp:print_suppressions=0"
mkdir -p "$build/corpus" "$build/findings" "$build/logs"
names=${ONLY:-}
if [ -z "$names" ]; then
  for file in tests/fuzz/*.cpp; do names="$names $(basename "$file" .cpp)"; done
fi

longest() { # files need more bytes than choices do
  case $1 in npy | png | mixture_json) echo 4096 ;; *) echo 600 ;; esac
}

if [ "$seconds" = keep ]; then
  # All that -merge keeps would be more than the sources: of each fuzzer, evenly by size, what fits.
  most=${KEEP:-4096}
  for name in $names; do
    kept=$(mktemp -d)
    "$build/tests/fuzz/fuzz_$name" -merge=1 -max_len="$(longest "$name")" "$kept" "tests/fuzz/corpus/$name" \
      "$build/corpus/$name" >"$build/logs/$name-merge.log" 2>&1
    rm -rf "tests/fuzz/corpus/$name"
    mkdir -p "tests/fuzz/corpus/$name"
    find "$kept" -type f -printf '%s %f\n' | sort -n | awk -v most="$most" '
      { size[NR] = $1; name[NR] = $2; all += $1 }
      END {
        share = all > most ? most / all : 1
        for (i = 1; i <= NR; ++i) {
          due += size[i] * share
          if (due >= size[i] / 2 + given) { print name[i]; given += size[i] }
        }
      }' | while read -r file; do cp "$kept/$file" "tests/fuzz/corpus/$name/${file:0:8}"; done
    rm -rf "$kept"
  done
  du -shc --apparent-size tests/fuzz/corpus/* | tail -1
  exit 0
fi

limit=-max_total_time=$seconds
[ "$seconds" != 0 ] || limit=-runs=0
failed=0
printf '%-16s %8s %10s %10s\n' fuzzer seconds inputs features
for name in $names; do
  mkdir -p "$build/corpus/$name" "tests/fuzz/corpus/$name"
  log="$build/logs/$name.log"
  status=0
  "$build/tests/fuzz/fuzz_$name" -len_control=0 "$limit" -max_len="$(longest "$name")" -timeout=25 \
    -rss_limit_mb=2560 -print_final_stats=1 -artifact_prefix="$build/findings/$name-" \
    "$build/corpus/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1 || status=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  features=$(grep -o ' ft: [0-9]*' "$log" | tail -1 | tr -dc 0-9)
  printf '%-16s %8s %10s %10s\n' "$name" "$seconds" "${runs:-?}" "${features:-?}"
  if [ "$status" -ne 0 ]; then
    failed=1
    echo "a finding of $name:"
    grep -E 'must hold|ERROR|SUMMARY|runtime error|Test unit written' "$log" || tail -5 "$log"
  fi
done
exit $failed
