#!/usr/bin/env bash
# object_gate_catches.sh <exit code> <text> <isa> [<object>...]
# Passes if the object gate ends with that exit code and says that text.
set -u
expected_code=$1
expected_text=$2
shift 2
output=$("$(dirname "$0")/object_gate.sh" "$@" 2>&1)
code=$?
printf '%s\n' "$output"
if [ "$code" -ne "$expected_code" ]; then
  echo "expected exit code $expected_code, got $code"
  exit 1
fi
case $output in
  *"$expected_text"*) ;;
  *) echo "expected the output to say: $expected_text"; exit 1 ;;
esac
