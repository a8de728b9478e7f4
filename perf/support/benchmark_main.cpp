#include "benchmarks.hpp"
#include "machine.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  try {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::AddCustomContext("bellcurve", bellcurve::perf::machine_line());
    benchmark::AddCustomContext("blas", bellcurve::perf::blas_line());
    bellcurve::perf::register_benchmarks();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
    return 1;
  }
  return 0;
}
