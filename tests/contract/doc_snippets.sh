#!/usr/bin/env bash
# doc_snippets.sh <page.md> <source>...
# Every C++ block of the page stands in one of the sources, which are compiled and run: the same
# lines, but for their indentation.
set -euo pipefail
page=$1
shift
if [ ! -e "$page" ]; then
  echo "skipped: no $page"
  exit 77
fi
cat -- "$@" | awk '
  function bare(line) { sub(/^ +/, "", line); return line }
  !in_page { source = source bare($0) "\n"; next }
  /^```/ {
    if (inside && index(source, "\n" block) == 0) { print "not in the sources:\n" block; missing = 1 }
    inside = /^```cpp/; block = ""; count += inside
    next
  }
  inside { block = block bare($0) "\n" }
  END {
    if (count == 0) { print "no C++ block at all"; missing = 1 }
    exit missing
  }' - in_page=1 "$page"
