// bellcurve rbf from end to end: every entry of K against long double.
#include "npy/npy.hpp"

#include <bellcurve/info.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace npy = bellcurve::npy;
namespace fs = std::filesystem;

namespace {

/// n points of d features with coordinates of about 1, the same on every machine.
template <class T>
std::vector<T> points(std::size_t n, std::size_t d, unsigned seed) {
  std::vector<T> out(n * d);
  unsigned state = seed;
  for (T& value : out) {
    state = state * 1664525U + 1013904223U;
    value = static_cast<T>(static_cast<double>(state >> 8) / (1 << 23) - 1);
  }
  return out;
}

struct scratch {
  fs::path path;
  scratch() {
    std::string name = (fs::temp_directory_path() / "bellcurve-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~scratch() { fs::remove_all(path); }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
};

template <class T>
void save(const fs::path& path, std::vector<T> values, std::size_t rows, std::size_t cols) {
  npy::writer out(path.string(), npy::dtype_of<T>, std::vector{rows, cols});
  std::copy(values.begin(), values.end(), out.data<T>());
  out.commit();
}

template <class T>
void check(std::size_t n, std::size_t m, std::size_t d, const std::string& arguments, bool cross,
           long double gamma, long double variance, long double noise) {
  const scratch dir;
  const std::vector<T> x = points<T>(n, d, 1);
  const std::vector<T> y = cross ? points<T>(m, d, 2) : x;
  if (!cross) m = n;
  save(dir.path / "x.npy", x, n, d);
  save(dir.path / "y.npy", y, m, d);
  const char* isa = std::getenv("BELLCURVE_TEST_ISA");
  const std::string call = "cd '" + dir.path.string() + "' && " +
                           (isa != nullptr ? "BELLCURVE_ISA=" + std::string(isa) + " " : "") +
                           "'" BELLCURVE_COMMAND "' rbf x.npy " + (cross ? "y.npy " : "") +
                           arguments + " -o k.npy";
  INFO(call);
  REQUIRE(std::system(call.c_str()) == 0);
  const npy::reader file((dir.path / "k.npy").string());
  REQUIRE(file.header().shape == std::vector{n, m});
  const T* k = file.data<T>();

  // Coordinates within [-1, 1] about a mean near 0, so |x|^2 <= d. Sums of d
  // products and of the norms are off by at most (d + 4) eps * 4 d in the squared
  // distance; gamma scales that to an error of the exponent, and a few eps are for
  // rounding gamma, the exponential and the product with the variance.
  const long double eps = std::numeric_limits<T>::epsilon();
  const auto dd = static_cast<long double>(d);
  const long double relative = gamma * (dd + 4) * 4 * dd * eps + 16 * eps;
  long double worst = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      long double sum = 0;
      for (std::size_t f = 0; f < d; ++f) {
        const long double diff =
            static_cast<long double>(x[i * d + f]) - static_cast<long double>(y[j * d + f]);
        sum += diff * diff;
      }
      const long double diagonal = !cross && i == j ? noise : 0;
      const long double exact = variance * std::exp(-gamma * sum) + diagonal;
      worst = std::max(worst, std::fabs(k[i * m + j] - exact) / exact);
    }
  }
  CHECK(worst <= relative);
}

template <class T>
void check_all() {
  check<T>(7, 5, 3, "", true, 1.0L / 3, 1, 0);
  check<T>(37, 0, 3, "", false, 1.0L / 3, 1, 0);
  check<T>(37, 0, 3, "--gamma 0.5 --variance 5 --noise 0.25", false, 0.5L, 5, 0.25L);
  check<T>(65, 33, 17, "--lengthscale 2 --threads 1", true, 0.125L, 1, 0);
  if (bellcurve::blas().usable)
    check<T>(65, 33, 2, "--lengthscale 0.5,0.5 --engine blas", true, 2, 1, 0);
  check<T>(1, 1, 1, "--gamma 1e-3", true, 1e-3L, 1, 0);
}

}  // namespace

TEST_CASE("rbf: float32 values") { check_all<float>(); }
TEST_CASE("rbf: float64 values") { check_all<double>(); }
