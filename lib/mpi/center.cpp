#include "center.hpp"

#include "../edge/views.hpp"
#include "../runtime/environment.hpp"
#include "transfer.hpp"

#include <bellcurve/mpi.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

namespace bellcurve::mpi {
namespace {

/// Values are rounded to 2^-29 of the largest of their feature, or less: they become integers below
/// 2^bits, and the sums of so many rows fit.
constexpr int bits = 30;
constexpr long long most_rows = 1LL << 33;

/// Features whose values are all that small have the center 0: nothing is gained by another.
constexpr double negligible = 0x1p-900;

template <class T>
bool is_finite_row(matrix_view<const T> x, index_t i) {
  for (index_t k = 0; k < x.cols(); ++k)
    if (!std::isfinite(x(i, k))) return false;
  return true;
}

template <class T>
std::vector<double> center(matrix_view<const T> x, MPI_Comm callers) {
  const communicator comm(callers);
  std::optional<mean_of_all<T>> mean;
  together(comm, [&] {
    edge::check_view("x", x);
    check_at_most("x", "columns (features)", x.cols());
    mean.emplace(x);
  });
  check_same(comm, {{"the size of x's elements", sizeof(T)},
                    {"the number of features", static_cast<double>(x.cols())}});
  (*mean)(comm);
  return mean->take_center();
}

}  // namespace

template <class T>
mean_of_all<T>::mean_of_all(matrix_view<const T> x)
    : x_(x),
      largest_(static_cast<std::size_t>(x.cols())),
      center_(largest_.size()),
      sums_(largest_.size() + 1) {}

template <class T>
double mean_of_all<T>::bytes(index_t features) noexcept {
  return static_cast<double>(features) * sizeof(double) +
         static_cast<double>(features + 1) * sizeof(long long);
}

template <class T>
void mean_of_all<T>::operator()(const communicator& comm) {
  const runtime::default_fp_environment environment;
  const auto d = largest_.size();
  const auto for_finite_rows = [&](const auto& use) {
    for (index_t i = 0; i < x_.rows(); ++i)
      if (is_finite_row(x_, i)) use(i);
  };
  const auto at = [&](index_t i, std::size_t k) {
    return static_cast<double>(x_(i, static_cast<index_t>(k)));
  };
  std::fill(largest_.begin(), largest_.end(), 0.0);
  for_finite_rows([&](index_t i) {
    for (std::size_t k = 0; k < d; ++k) largest_[k] = std::max(largest_[k], std::abs(at(i, k)));
  });
  check(MPI_Allreduce(MPI_IN_PLACE, largest_.data(), static_cast<int>(d), MPI_DOUBLE, MPI_MAX,
                      comm.get()),
        "MPI_Allreduce");

  // A power of two that takes the largest value to 2^bits or a little below.
  for (double& l : largest_) l = l < negligible ? 0 : std::ldexp(1.0, bits - 1 - std::ilogb(l));
  const std::vector<double>& scale = largest_;
  std::fill(sums_.begin(), sums_.end(), 0);
  for_finite_rows([&](index_t i) {
    for (std::size_t k = 0; k < d; ++k) sums_[k] += std::llrint(at(i, k) * scale[k]);
    ++sums_[d];
  });
  check(MPI_Allreduce(MPI_IN_PLACE, sums_.data(), static_cast<int>(d + 1), MPI_LONG_LONG, MPI_SUM,
                      comm.get()),
        "MPI_Allreduce");
  if (sums_[d] > most_rows) {
    throw error(errc::bad_shape, "x must have at most " + std::to_string(most_rows) +
                                     " rows on all ranks together, got " +
                                     std::to_string(sums_[d]));
  }
  const double rows = static_cast<double>(std::max<long long>(sums_[d], 1));
  for (std::size_t k = 0; k < d; ++k) {
    const double mean =
        scale[k] > 0 ? static_cast<double>(sums_[k]) / rows / scale[k] : 0.0;  // exact but for two
    // Rounding may carry the mean of values near the largest number over it.
    const T rounded = static_cast<T>(mean);
    center_[k] = std::isfinite(rounded) ? static_cast<double>(rounded) : 0.0;
  }
}

template class mean_of_all<float>;
template class mean_of_all<double>;

std::vector<double> rbf_center(matrix_view<const float> x, MPI_Comm comm) {
  return center(x, comm);
}
std::vector<double> rbf_center(matrix_view<const double> x, MPI_Comm comm) {
  return center(x, comm);
}

}  // namespace bellcurve::mpi
