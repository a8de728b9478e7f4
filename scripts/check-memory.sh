#!/bin/sh
# check-memory.sh <MiB>
# Fails with one line if less memory than that is free for this process: what the
# system can give away, and what is left of its control group's limit.
set -eu
wanted=$1
[ -r /proc/meminfo ] || exit 0
free=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
if [ -r /sys/fs/cgroup/memory.max ] && [ -r /sys/fs/cgroup/memory.current ]; then
  limit=$(cat /sys/fs/cgroup/memory.max)
  if [ "$limit" != max ]; then
    # awk, since the limit may exceed the shell's integers.
    left=$(awk -v l="$limit" -v c="$(cat /sys/fs/cgroup/memory.current)" \
      'BEGIN { print int((l - c) / 1048576) }')
    if [ "$left" -lt "${free:-$left}" ]; then free=$left; fi
  fi
fi
if [ "${free:-$wanted}" -lt "$wanted" ]; then
  echo "memory: $wanted MiB must be free, got $free MiB" >&2
  exit 1
fi
