#include "arguments.hpp"

namespace bellcurve::command {

void describe_for_ranks(CLI::App& sub, const char* output_help) {
  sub.get_option("X")->description("Points, n x d");
  sub.get_option("--output")->description(output_help);
  sub.get_option("--engine")->description("auto (default) or fused");
  sub.get_option("--threads")
      ->description("Threads of each process; default 0: as many as OpenMP would");
}

void check_files(const named_files& inputs, const std::string& output) {
  const std::string shared = " must be a file: processes share no standard ";
  for (const auto& [called, path] : inputs)
    if (path == "-") throw usage_error(called + shared + "input");
  if (output == "-") throw usage_error("--output" + shared + "output");
}

void check_engine(const rbf_job& j) {
  if (j.options.engine != engine::blas) return;
  throw usage_error(
      "--engine must be auto or fused, got blas, whose bits depend on how work is split");
}

}  // namespace bellcurve::command
