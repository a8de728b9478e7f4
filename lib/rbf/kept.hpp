// Points that are kept for many calls: a copy, and what of the work on them does not depend on
// gamma.
#pragma once

#include "../runtime/workspace.hpp"
#include "memory.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace bellcurve::rbf {

/// Const calls may come from several threads at once.
template <class T>
class kept_points {
 public:
  /// \param options engine, center, threads and check_finite count
  kept_points(matrix_view<const T> x, const rbf_options& options, const simd::kernel_table& table);

  matrix_view<const T> x() const noexcept { return {x_, n_, d_}; }
  engine which() const noexcept { return which_; }
  const std::vector<double>& center() const noexcept { return center_; }
  /// The micro-kernels that the panels are made for.
  const simd::kernel_table& table() const noexcept { return table_; }

  /// The norms of all points, followed by zeros as an array of norms must be. Those of the gamma of
  /// last time are kept, if no other thread was at it.
  std::shared_ptr<const std::vector<T>> norms(double gamma) const;

  /// Where exponents come from.
  exponents source(const problem<T>& p) const {
    return takes_differences(p) ? exponents::direct : exponents::fused;
  }
  /// Whether panels and norms are what such a call needs: not if few features meet an extreme
  /// gamma.
  bool serves(exponents source) const noexcept { return source == source_; }
  const T* panels() const noexcept { return panels_; }
  index_t panels_ld() const noexcept { return panels_ld_; }

 private:
  struct norms_of_gamma {
    double gamma;
    std::shared_ptr<const std::vector<T>> norms;
  };

  kept_points(matrix_view<const T> x, problem<T> p, const simd::kernel_table& table);
  void copy(matrix_view<const T> x) noexcept;
  void pack_columns() noexcept;
  void pack_panels(const problem<T>& p, const plan<T>& plan, memory<T>& memory);

  const simd::kernel_table& table_;
  index_t n_, d_;
  engine which_;
  exponents source_;
  index_t panels_ld_;
  runtime::workspace memory_;
  T* x_;
  T* panels_;  ///< direct: columns as pack_y makes them. fused: panels, chunk after chunk
  std::vector<double> center_;   ///< representable in T; empty if not given nor needed
  std::vector<double> squares_;  ///< see compute_squares
  mutable std::mutex mutex_;
  mutable norms_of_gamma last_{};
};

}  // namespace bellcurve::rbf
