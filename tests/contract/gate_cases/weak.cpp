// What an ISA source must not do: std::max in a table of kernels is one weak
// symbol, which the linker shares with every other object that uses it.
#include <algorithm>

namespace bellcurve::simd::avx512 {
struct table {
  const double& (*max)(const double&, const double&);
};
extern const table kernels;
constinit const table kernels{std::max<double>};

void add_one(double* p) {
  for (int i = 0; i < 64; ++i) p[i] += 1.0;
}
}  // namespace bellcurve::simd::avx512
