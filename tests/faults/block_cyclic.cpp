// Parts of matrices.
#include "operations.hpp"

#include <bellcurve/block_cyclic.hpp>

namespace faults {
namespace {

using namespace bellcurve;

enum class form { cross, symmetric, slices };

template <class T, form F>
call local(drawing& r) {
  constexpr index_t d = 20;
  const index_t n = r.extent(500, 600), m = F == form::symmetric ? n : r.extent(400, 500);
  const index_t rows = r.between(1, 40);
  const index_t cols = F == form::symmetric ? rows : r.between(1, 40);
  const block_cyclic layout = make_block_cyclic(n, m, rows, cols, {2, 2, 1, 0});
  const index_t here = local_rows(layout), across = local_cols(layout);
  const rbf_params p{.gamma = r.uniform() / d};
  const index_t x_rows = F == form::slices ? here : n, y_rows = F == form::slices ? across : m;
  // Columns may have gaps, which nobody writes.
  return {bytes_of<T>(local_span(layout)),
          [=, x = r.values<T>(x_rows * d), y = r.values<T>(y_rows * d),
           center = std::vector<double>(d, 0.25)](int threads, std::byte* out) {
            const matrix_view<const T> a(x, x_rows, d), b(y, y_rows, d);
            const std::span<T> part(as<T>(out), static_cast<std::size_t>(local_span(layout)));
            rbf_options options{.threads = threads};
            if (F == form::cross) rbf_kernel_local(a, b, p, layout, part, options);
            if (F == form::symmetric) {
              options.uplo = uplo::lower;
              rbf_kernel_local(a, p, layout, part, options);
            }
            if (F == form::slices) {
              options.center = center;
              rbf_kernel_local_slices(a, b, p, layout, part, options);
            }
          }};
}

/// The arithmetic of layouts.
call layouts(drawing& r) {
  const index_t n = r.between(1, 5000), m = r.between(1, 5000), rows = r.between(1, 70);
  return {bytes_of<index_t>(5), [=](int, std::byte* out) {
            const block_cyclic l = make_block_cyclic(n, m, rows, 8, {3, 2, 0, 0});
            const index_t last = local_rows(l) - 1, right = local_cols(l) - 1;
            store(std::vector<index_t>{last, right, global_row(l, last), global_col(l, right),
                                       local_span(l)},
                  out);
          }};
}

template <class T>
void add_of_type(std::vector<operation>& all) {
  const std::string type = suffix<T>();
  all.push_back({"rbf_kernel_local" + type, local<T, form::cross>});
  all.push_back({"rbf_kernel_local, symmetric" + type, local<T, form::symmetric>});
  all.push_back({"rbf_kernel_local_slices" + type, local<T, form::slices>});
}

}  // namespace

void add_block_cyclic(std::vector<operation>& all) {
  add_of_type<float>(all);
  add_of_type<double>(all);
  all.push_back({"make_block_cyclic", layouts});
}

}  // namespace faults
