#include <bellcurve/rbf.hpp>

#include <cstdio>
#include <vector>

int main() {
  const std::vector<float> x = {0, 0, 1, 0, 0, 2};  // three points of two features
  std::vector<float> k(9);
  bellcurve::rbf_kernel({x, 3, 2}, {.gamma = 0.5}, {k, 3, 3});
  for (std::size_t i = 0; i < 9; i += 3) std::printf("%.4f %.4f %.4f\n", k[i], k[i + 1], k[i + 2]);
}
