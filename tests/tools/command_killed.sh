#!/bin/bash
# A run that is killed leaves the destination as it was, and nothing beside it.
. "$(dirname "$0")/command_lib.sh"
# Long enough to be caught at work on any machine: 12000 x 12000, 400 features.
npy '<f8' '(12000, 400)' $((12000 * 400 * 8)) >x.npy
echo old >old.npy
echo '{"components": [{"mean": [0, 0], "stddev": [1, 2], "theta": 1}]}' >m.json
echo old >old.png

before=$(ls -A)
caught=0
# kill_at_work <signal> <seconds> <old file> <arguments...>: no trace of it. A file system without
# O_TMPFILE may show a hidden file after SIGKILL, which nothing can prevent; nowhere else may it.
kill_at_work() {
  local signal=$1 pause=$2 old=$3 child code
  shift 3
  # In the background SIGINT is ignored, unless the shell controls jobs.
  set -m
  "$bellcurve" "$@" 2>"$err" >"$out" &
  child=$!
  set +m
  sleep "$pause"
  kill -s "$signal" $child 2>/dev/null
  wait $child 2>/dev/null
  code=$?
  if [ $code -eq 0 ]; then  # was done already
    rm -f new.*
    echo old >"$old"
    return
  fi
  [ $code -eq $((128 + $(kill -l "$signal"))) ] || fail "exit code $code after SIG$signal"
  caught=$((caught + 1))
  [ "$(ls -A)" = "$before" ] || fail "SIG$signal after $pause s left: $(ls -lA)"
  [ "$(cat "$old")" = old ] || fail "SIG$signal after $pause s changed the destination"
  [ -s "$err" ] && fail "SIG$signal: something on standard error: $(cat "$err")"
}
for signal in TERM INT HUP KILL; do
  for pause in 0.02 0.1 0.3; do
    for target in new.npy old.npy; do
      kill_at_work $signal $pause old.npy rbf x.npy --gamma 1 --threads 1 -o $target
    done
  done
done
by_matrix=$caught
for signal in TERM KILL; do
  for target in new.png old.png; do
    kill_at_work $signal 0.2 old.png heatmap m.json --size 8000 --extent=-3,3,-3,3 -o $target
  done
done
echo "pictures killed at work: $((caught - by_matrix)) times"
# The other commands, long enough, too.
by_picture=$caught
for signal in TERM KILL; do
  for target in new.npy old.npy; do
    for pause in 0.05 0.2; do
      kill_at_work $signal $pause old.npy rbf-apply x.npy --vectors x.npy --gamma 1 -o $target
      kill_at_work $signal $pause old.npy kernel --size 8000 --sigma 900,300 --theta 1 -o $target
      kill_at_work $signal $pause old.npy filter x.npy --sigma 300 -o $target
      kill_at_work $signal $pause old.npy pool x.npy --block 90 --stride 1 --sigma 30 \
        --remainder crop -o $target
    done
  done
done
echo "other commands killed at work: $((caught - by_picture)) times"
echo "killed at work: $caught times"
[ $caught -gt 0 ] || skip "every run was done before it could be killed"

# An input that shrinks under the mapping: an error, not a crash.
npy '<f8' '(12000, 400)' $((12000 * 400 * 8)) >shrinks.npy
"$bellcurve" rbf shrinks.npy --gamma 1 --threads 1 -o new.npy 2>"$err" &
child=$!
sleep 0.01
truncate -s 4096 shrinks.npy
wait $child
code=$?
if [ $code -ne 0 ]; then
  [ $code -eq 1 ] || fail "exit code $code after the input shrank"
  [ "$(wc -l <"$err")" -eq 1 ] || fail "not one line after the input shrank: $(cat "$err")"
  [ -e new.npy ] && fail "an output in spite of an input that shrank"
fi
finish
