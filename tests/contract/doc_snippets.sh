#!/usr/bin/env bash
# doc_snippets.sh <page.md> <source>
# Every C++ block of the page stands in the source, which is compiled and run: the same lines, but
# for their indentation.
set -euo pipefail
if [ ! -e "$1" ]; then
  echo "skipped: no $1"
  exit 77
fi
awk '
  function bare(line) { sub(/^ +/, "", line); return line }
  NR == FNR { source = source bare($0) "\n"; next }
  /^```/ {
    if (inside && index(source, "\n" block) == 0) { print "not in the source:\n" block; missing = 1 }
    inside = /^```cpp/; block = ""; count += inside
    next
  }
  inside { block = block bare($0) "\n" }
  END {
    if (count == 0) { print "no C++ block at all"; missing = 1 }
    exit missing
  }' "$2" "$1"
