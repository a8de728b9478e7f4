#!/usr/bin/env bash
# readme_example.sh <language> <README.md> <source>
# The first block of that language in the README is the example that is compiled and run.
set -euo pipefail
if [ ! -e "$2" ]; then
  echo "skipped: no $2"
  exit 77
fi
diff <(awk -v fence="\`\`\`$1" '/^```/ { if (inside) exit; inside = $0 == fence; next } inside' "$2") "$3"
