#!/bin/sh
# configure.sh <preset> <part>...
#
# Configures build/<preset> with these parts (TESTS, PERF, TOOLS, PYTHON) unless it already
# is: a command asks for the parts it needs, and only those have to be installed. A
# part once configured stays. CMAKE_ARGS that differ from the last ones start over, and so does
# another PYTHON, the interpreter that the part of this name is for.
set -eu
preset=$1
shift
build=build/$preset
record=$build/.configured # lines: CMAKE_ARGS, parts, PYTHON; written last
# shellcheck disable=SC2086,SC2116 # one line, whatever the spacing
args=$(echo ${CMAKE_ARGS:-})
had_args=
had_parts=
had_python=
if [ -r "$record" ]; then
  had_args=$(sed -n 1p "$record")
  had_parts=$(sed -n 2p "$record")
  had_python=$(sed -n 3p "$record")
fi
python=${PYTHON:-$had_python}
if [ -r "$record" ] && { [ "$args" != "$had_args" ] || [ "$python" != "$had_python" ]; }; then
  rm -f "$build/CMakeCache.txt"
fi

parts=$had_parts
for part in "$@"; do
  case " $parts " in *" $part "*) ;; *) parts="$parts $part" ;; esac
done
if [ "$parts" = "$had_parts" ] && [ -r "$record" ] && [ -r "$build/CMakeCache.txt" ]; then exit 0; fi

options=
for part in TESTS PERF TOOLS PYTHON; do
  case " $parts " in
    *" $part "*) options="$options -DBELLCURVE_BUILD_$part=ON" ;;
    # Configured by hand: leave what is there.
    *) [ -r "$build/CMakeCache.txt" ] || options="$options -DBELLCURVE_BUILD_$part=OFF" ;;
  esac
done
if [ -n "$python" ]; then options="$options -DBELLCURVE_PYTHON=$python"; fi
# shellcheck disable=SC2086 # lists of options
cmake --preset "$preset" $options $args
printf '%s\n%s\n%s\n' "$args" "$parts" "$python" >"$record"
