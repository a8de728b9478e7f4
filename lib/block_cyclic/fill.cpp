#include "fill.hpp"

#include "cut.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace bellcurve::cyclic {
namespace {

template <class T>
class filler {
 public:
  filler(const local_problem<T>& p, const rbf_options& options)
      : p_(p), part_(options.uplo), options_(options), pieces_(cut(p.where, part_)) {
    options_.uplo = uplo::full;
    options_.check_finite = false;  // has been looked at
    options_.progress = {};
    std::size_t crossed = 0, workspace = 0;
    for (const rectangle& r : pieces_) {
      area_ += area(r);
      if (r.crossed) crossed = std::max(crossed, static_cast<std::size_t>(r.rows() * r.cols()));
    }
    crossed_.resize(crossed);
    // All memory before the first element is written.
    for (const rectangle& r : pieces_) {
      workspace =
          std::max(workspace, rbf_workspace_size(x(r), y(r), p.params, target(r), options_));
    }
    workspace_.resize(workspace);
    options_.workspace = workspace_;
    if (options.progress) {
      options_.progress = [this, &report = options.progress](double part) {
        return report(std::min((done_ + part * now_) / area_, 1.0));
      };
    }
  }

  void operator()() {
    for (const rectangle& r : pieces_) {
      now_ = area(r);
      rbf_kernel(x(r), y(r), p_.params, target(r), options_);
      if (r.crossed) copy_part(r);
      done_ += now_;
    }
    if (p_.noisy) set_diagonal();
  }

 private:
  static double area(const rectangle& r) noexcept {
    return static_cast<double>(r.rows()) * static_cast<double>(r.cols());
  }
  matrix_view<const T> x(const rectangle& r) const {
    return p_.x.block(r.row, 0, r.rows(), p_.x.cols());
  }
  matrix_view<const T> y(const rectangle& r) const {
    return p_.y.block(r.col, 0, r.cols(), p_.y.cols());
  }
  T* at(index_t row, index_t col) const noexcept { return p_.local + col * p_.where.ld + row; }

  /// Where a rectangle is computed: in its place, if all of it is wanted.
  matrix_view<T> target(const rectangle& r) noexcept {
    if (r.crossed) return {crossed_.data(), r.rows(), r.cols(), 1, r.rows()};
    return {at(r.row, r.col), r.rows(), r.cols(), 1, p_.where.ld};
  }

  void copy_part(const rectangle& r) noexcept {
    for (index_t j = r.col; j < r.col_end; ++j) {
      const row_range wanted = rows_of(p_.where, part_, j);
      const index_t first = std::max(wanted.first, r.row), end = std::min(wanted.end, r.row_end);
      const T* from = crossed_.data() + (j - r.col) * r.rows() - r.row;
      if (first < end) std::copy(from + first, from + end, at(first, j));
    }
  }

  void set_diagonal() noexcept {
    const spread &rows = p_.where.rows, &cols = p_.where.cols;
    for (index_t j = 0; j < cols.here(); ++j) {
      const index_t diagonal = cols.global(j), i = rows.here_of(diagonal);
      if (i == rows.here() || rows.global(i) != diagonal) continue;  // on another process
      if (!std::isnan(*at(i, j))) *at(i, j) = p_.diagonal;
    }
  }

  const local_problem<T>& p_;
  const uplo part_;
  rbf_options options_;  ///< of a rectangle
  const std::vector<rectangle> pieces_;
  std::vector<T> crossed_;
  std::vector<std::byte> workspace_;
  double area_ = 0, done_ = 0, now_ = 0;
};

}  // namespace

template <class T>
void fill(const local_problem<T>& p, const rbf_options& options) {
  filler<T>(p, options)();
}

template void fill(const local_problem<float>&, const rbf_options&);
template void fill(const local_problem<double>&, const rbf_options&);

}  // namespace bellcurve::cyclic
