// The mean over processes: the same bits however rows are spread, and near the mean.
#include "spread.hpp"

#include <bellcurve/mpi.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace bellcurve;
using spread::how;

namespace {

template <class T>
std::vector<double> of(const std::vector<T>& x, index_t n, index_t d, how spreading) {
  return mpi::rbf_center(spread::rows_of(x, d, spread::mine(n, spreading, 5)), MPI_COMM_WORLD);
}

}  // namespace

TEST_CASE_TEMPLATE("mpi::rbf_center: near the mean, whatever the spreading", T, float, double) {
  const index_t n = 1001, d = 5;
  auto x = support::normal<T>(n, d, 1, 3, 1000);
  for (std::size_t i = 0; i < x.size(); i += 5) x[i] = std::ldexp(x[i], sizeof(T) == 4 ? 90 : 900);
  for (std::size_t i = 1; i < x.size(); i += 5)
    x[i] = std::ldexp(x[i], sizeof(T) == 4 ? -90 : -800);
  const auto even = of(x, n, d, how::even);
  CHECK(of(x, n, d, how::uneven) == even);
  CHECK(of(x, n, d, how::last_has_all) == even);
  for (std::size_t k = 0; k < 5; ++k) {
    long double sum = 0, largest = 0;
    for (std::size_t i = k; i < x.size(); i += 5) {
      sum += x[i];
      largest = std::max<long double>(largest, std::fabs(static_cast<long double>(x[i])));
    }
    // Half of 2^-29 of the largest, since a power of two is between, and T's own rounding.
    const long double allowed = largest * (0x1p-29L + std::numeric_limits<T>::epsilon());
    CHECK(std::fabs(static_cast<long double>(even[k]) - sum / n) <= allowed);
    CHECK(static_cast<double>(static_cast<T>(even[k])) == even[k]);
  }
}

TEST_CASE("mpi::rbf_center: rows that are not finite, and none") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  const std::vector<double> x = {1, 2, inf, 5, 3, 4, 5, nan};
  CHECK(of(x, 4, 2, how::even) == std::vector<double>{2, 3});
  CHECK(of(x, 0, 2, how::even) == std::vector<double>{0, 0});
  CHECK(of(x, 4, 0, how::even).empty());
  CHECK(of(std::vector<double>{1e-300, 1e-300}, 2, 1, how::even) == std::vector<double>{0});
  // The mean of what is rounded up is no number any more.
  constexpr double largest = std::numeric_limits<double>::max();
  CHECK(std::isfinite(of(std::vector<double>{largest, largest}, 2, 1, how::even)[0]));
  CHECK(of(std::vector<double>{1.7e308, 1.7e308, 1.7e308}, 3, 1, how::even)[0] ==
        doctest::Approx(1.7e308).epsilon(1e-8));
}
