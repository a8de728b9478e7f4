# Sourced before command_lib.sh, which changes the directory: a call of each command that writes, but for its output.

# make_inputs: the files that these calls read.
make_inputs() {
  npy '<f4' '(600, 4)' 9600 >x.npy
  npy '<f4' '(600, 500)' 1200000 >v.npy
  npy '|u1' '(1200, 1200)' 1440000 >image.npy
  echo '{"components": [{"mean": [0, 0], "stddev": [1, 2], "theta": 1}]}' >m.json
}
# each_output <function> <directory of inputs>: calls the function with the arguments of each, whose
# output is a .npy file of a megabyte or two.
each_output() {
  local call=$1 in=$2
  "$call" rbf "$in/x.npy" --gamma 1
  "$call" rbf-apply "$in/x.npy" --vectors "$in/v.npy" --gamma 1
  "$call" kernel --size 500 --sigma 50
  "$call" filter "$in/image.npy" --sigma 2
  "$call" pool "$in/image.npy" --block 2 --sigma 1
  "$call" heatmap "$in/m.json" --size 500 --extent=-3,3,-3,3
}
