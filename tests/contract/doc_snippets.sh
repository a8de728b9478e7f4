#!/usr/bin/env bash
# doc_snippets.sh <language> <page.md> <source>...
# Every block of that language (cpp, fortran) on the page stands in one of the sources, which are
# compiled and run: the same lines, but for their indentation.
set -euo pipefail
language=$1
page=$2
shift 2
if [ ! -e "$page" ]; then
  echo "skipped: no $page"
  exit 77
fi
cat -- "$@" | awk -v fence="\`\`\`$language" '
  function bare(line) { sub(/^ +/, "", line); return line }
  !in_page { source = source bare($0) "\n"; next }
  /^```/ {
    if (inside && index(source, "\n" block) == 0) { print "not in the sources:\n" block; missing = 1 }
    inside = $0 == fence; block = ""; count += inside
    next
  }
  inside { block = block bare($0) "\n" }
  END {
    if (count == 0) { print "no block of it at all"; missing = 1 }
    exit missing
  }' - in_page=1 "$page"
