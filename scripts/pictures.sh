#!/bin/sh
# pictures.sh <bellcurve> <directory>
#
# Makes the pictures of docs/: with the command, as described there, and the diagram.
set -eu
bellcurve=$1
to=$2
examples=$(dirname "$0")/../examples
data=$(dirname "$0")/../data
mkdir -p "$to"
"$bellcurve" heatmap "$examples/two-gaussians.json" --size 300 --extent=-3,3,-3,3 \
  -o "$to/two-gaussians.png"
"$bellcurve" heatmap "$examples/rotated.json" --size 300,400 --extent=-4,4,-3,3 \
  -o "$to/rotated.png"
for how in sampled mass bessel; do
  "$bellcurve" kernel --sigma 0.6 --size 7 --discretization $how --zoom 28 -o "$to/kernel-$how.png"
done
"$bellcurve" filter "$data/china.png" --sigma 4 -o "$to/china-sigma-4.png"
# As wide as there is room.
dot -Tsvg "$to/data-flow.dot" | sed 's/<svg width="[0-9]*pt" height="[0-9]*pt"/<svg/' >"$to/data-flow.svg"
