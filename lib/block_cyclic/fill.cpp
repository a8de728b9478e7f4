#include "fill.hpp"

#include "../rbf/execute.hpp"
#include "../runtime/dispatch.hpp"
#include "../runtime/workspace.hpp"
#include "cut.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace bellcurve::cyclic {
namespace {

template <class T>
simd::points<T> points_from(matrix_view<const T> v, index_t row) noexcept {
  const T* data = v.cols() > 0 ? v.data() + row * v.row_stride() : v.data();
  return {data, v.row_stride(), v.col_stride()};
}

/// One problem, whose points and output are those of one rectangle after the other: whatever takes
/// memory has done so before the first element is written.
template <class T>
class filler {
 public:
  explicit filler(const local_problem<T>& p)
      : p_(p), pieces_(cut(p.where, p.part)), table_(runtime::active_kernels()), piece_(p.all) {
    std::size_t crossed = 0, workspace = 0;
    for (const rectangle& r : pieces_) {
      area_ += area(r);
      if (r.crossed) crossed = std::max(crossed, static_cast<std::size_t>(r.rows() * r.cols()));
    }
    crossed_.resize(crossed);
    for (const rectangle& r : pieces_)
      workspace = std::max(workspace, runtime::workspace::required(planned(r).bytes()));
    workspace_.resize(workspace);
    piece_.workspace = workspace_;
  }

  void operator()(const std::function<bool(double)>& progress,
                  const runtime::default_fp_environment& environment) {
    double done = 0, now = 0;
    std::function<bool(double)> part;
    if (progress) {
      part = [&](double share) { return progress(std::min((done + share * now) / area_, 1.0)); };
    }
    const runtime::progress_report report(part, environment);
    for (const rectangle& r : pieces_) {
      now = area(r);
      const rbf::plan<T> plan = planned(r);
      rbf::execute(piece_, plan, table_, report);
      if (r.crossed) copy_part(r);
      done += now;
    }
    if (p_.all.diagonal != p_.all.variance) set_diagonal();
  }

 private:
  static double area(const rectangle& r) noexcept {
    return static_cast<double>(r.rows()) * static_cast<double>(r.cols());
  }
  T* at(index_t row, index_t col) const noexcept { return p_.local + col * p_.where.ld + row; }

  /// Makes the problem that of a rectangle. Columns of K are next to each other: x and y change
  /// places. One that is not crossed is computed where it belongs.
  rbf::plan<T> planned(const rectangle& r) {
    piece_.x = points_from(p_.y, r.col);
    piece_.y = points_from(p_.x, r.row);
    piece_.n = r.cols();
    piece_.m = r.rows();
    piece_.out = r.crossed ? crossed_.data() : at(r.row, r.col);
    piece_.out_row_stride = r.crossed ? r.rows() : p_.where.ld;
    piece_.out_col_stride = 1;
    return rbf::make_plan(piece_, table_);
  }

  void copy_part(const rectangle& r) noexcept {
    for (index_t j = r.col; j < r.col_end; ++j) {
      const row_range wanted = rows_of(p_.where, p_.part, j);
      const index_t first = std::max(wanted.first, r.row), end = std::min(wanted.end, r.row_end);
      const T* from = crossed_.data() + (j - r.col) * r.rows();
      if (first < end) std::copy(from + (first - r.row), from + (end - r.row), at(first, j));
    }
  }

  void set_diagonal() noexcept {
    const spread &rows = p_.where.rows, &cols = p_.where.cols;
    for (index_t j = 0; j < cols.here(); ++j) {
      const index_t diagonal = cols.global(j), i = rows.here_of(diagonal);
      if (i == rows.here() || rows.global(i) != diagonal) continue;  // on another process
      if (!std::isnan(*at(i, j))) *at(i, j) = p_.all.diagonal;
    }
  }

  const local_problem<T>& p_;
  const std::vector<rectangle> pieces_;
  const simd::kernel_table& table_;
  rbf::problem<T> piece_;
  std::vector<T> crossed_;
  std::vector<std::byte> workspace_;
  double area_ = 0;
};

}  // namespace

template <class T>
void fill(const local_problem<T>& p, const std::function<bool(double)>& progress,
          const runtime::default_fp_environment& environment) {
  filler<T>{p}(progress, environment);
}

template void fill(const local_problem<float>&, const std::function<bool(double)>&,
                   const runtime::default_fp_environment&);
template void fill(const local_problem<double>&, const std::function<bool(double)>&,
                   const runtime::default_fp_environment&);

}  // namespace bellcurve::cyclic
