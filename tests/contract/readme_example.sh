#!/usr/bin/env bash
# readme_example.sh <README.md> <source>
# The first C++ block of the README is the example that is compiled and run.
set -euo pipefail
if [ ! -e "$1" ]; then
  echo "skipped: no $1"
  exit 77
fi
diff <(awk '/^```/ { if (inside) exit; inside = /^```cpp/; next } inside' "$1") "$2"
