#!/bin/sh
# docs.sh <directory>
#
# Makes the documentation site, <directory>/html/index.html, from the pages and the public headers.
# Fails on a word that doxygen does not understand, on a link that leads nowhere and on a
# declaration that no comment speaks of.
set -eu
cd "$(dirname "$0")/.."
to=$1
rm -rf "$to"
mkdir -p "$to"
to=$(cd "$to" && pwd)
PROJECT_NUMBER=$(sed -n 's/^project(bellcurve VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
export PROJECT_NUMBER
# shellcheck disable=SC2046 # names without spaces
python3 docs/site/prepare.py "$to/source" $(git ls-files README.md CHANGELOG.md perf/README.md \
  'docs/*.md' 'include/bellcurve/*.h' 'include/bellcurve/*.hpp' ':!include/bellcurve/export.h')
SITE=$PWD/docs/site IMAGES="$PWD/docs/images $PWD/data"
export SITE IMAGES
cd "$to/source"
doxygen "$SITE/Doxyfile"
# What doxygen took for words without a warning.
if grep -nE '@(section|subsection|code|endcode|ref)\b|<img src="[^"]*/' ../html/*.html; then
  echo "docs.sh: commands or pictures that were not understood" >&2
  exit 1
fi
