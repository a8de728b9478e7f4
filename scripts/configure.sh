#!/bin/sh
# configure.sh <preset> <part>...
#
# Configures build/<preset> with these parts (TESTS, PERF, TOOLS) unless it already
# is: a command asks for the parts it needs, and only those have to be installed. A
# part once configured stays. CMAKE_ARGS that differ from the last ones start over.
set -eu
preset=$1
shift
build=build/$preset
record=$build/.configured # first line: CMAKE_ARGS; second: parts; written last
# shellcheck disable=SC2086,SC2116 # one line, whatever the spacing
args=$(echo ${CMAKE_ARGS:-})
had_args=
had_parts=
if [ -r "$record" ]; then
  had_args=$(sed -n 1p "$record")
  had_parts=$(sed -n 2p "$record")
  if [ "$args" != "$had_args" ]; then rm -f "$build/CMakeCache.txt"; fi
fi

parts=$had_parts
for part in "$@"; do
  case " $parts " in *" $part "*) ;; *) parts="$parts $part" ;; esac
done
if [ "$parts" = "$had_parts" ] && [ -r "$record" ] && [ -r "$build/CMakeCache.txt" ]; then exit 0; fi

options=
for part in TESTS PERF TOOLS; do
  case " $parts " in
    *" $part "*) options="$options -DBELLCURVE_BUILD_$part=ON" ;;
    # Configured by hand: leave what is there.
    *) [ -r "$build/CMakeCache.txt" ] || options="$options -DBELLCURVE_BUILD_$part=OFF" ;;
  esac
done
# shellcheck disable=SC2086 # lists of options
cmake --preset "$preset" $options $args
printf '%s\n%s\n' "$args" "$parts" >"$record"
