#include "rbf.hpp"
#include "views.hpp"

#include <bellcurve/c/block_cyclic.h>
#include <bellcurve/block_cyclic.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace c = bellcurve::c;

namespace {

bellcurve::block_cyclic layout_of(const bellcurve_block_cyclic* given) {
  const bellcurve_block_cyclic& l = c::at("layout", given);
  bellcurve::block_cyclic made;
  std::copy(std::begin(l.descriptor), std::end(l.descriptor), made.descriptor.begin());
  made.grid = {l.grid_rows, l.grid_cols, l.grid_row, l.grid_col};
  (void)local_span(made);  // whatever is wrong with it
  return made;
}

/// Rows and columns of the whole matrix.
ptrdiff_t rows_of(const bellcurve::block_cyclic& l) {
  return l.descriptor[bellcurve::block_cyclic::m_];
}
ptrdiff_t cols_of(const bellcurve::block_cyclic& l) {
  return l.descriptor[bellcurve::block_cyclic::n_];
}

}  // namespace

bellcurve_status bellcurve_block_cyclic_extents(const bellcurve_block_cyclic* layout,
                                                ptrdiff_t* rows, ptrdiff_t* cols) {
  return c::run([&] {
    const bellcurve::block_cyclic l = layout_of(layout);
    ptrdiff_t &to_rows = c::at("rows", rows), &to_cols = c::at("cols", cols);
    to_rows = local_rows(l);
    to_cols = local_cols(l);
  });
}

#define BELLCURVE_C_CENTER(T, S)                                                              \
  bellcurve_status bellcurve_rbf_center_##S(ptrdiff_t n, ptrdiff_t d,                         \
                                            BELLCURVE_C_MATRIX(const T, x), double* center) { \
    return c::run([&] {                                                                       \
      const auto found = bellcurve::rbf_center(BELLCURVE_C_VIEW(x, n, d));                    \
      std::ranges::copy(found, c::list("center", center, d).begin());                         \
    });                                                                                       \
  }
BELLCURVE_C_CENTER(float, f32)
BELLCURVE_C_CENTER(double, f64)

// What stands behind the points in every call.
#define BELLCURVE_C_PART(T)                                                           \
  const bellcurve_rbf_params *params, const bellcurve_block_cyclic *layout, T *local, \
      ptrdiff_t local_size, const bellcurve_rbf_options *options
#define BELLCURVE_C_PART_ARGUMENTS \
  c::params_of(params), l, c::list("local", local, local_size), c::options_of(options, d)

#define BELLCURVE_C_LOCAL(T, S)                                                                    \
  bellcurve_status bellcurve_rbf_kernel_local_##S(ptrdiff_t d, BELLCURVE_C_MATRIX(const T, x),     \
                                                  BELLCURVE_C_MATRIX(const T, y),                  \
                                                  BELLCURVE_C_PART(T)) {                           \
    return c::run([&] {                                                                            \
      const bellcurve::block_cyclic l = layout_of(layout);                                         \
      bellcurve::rbf_kernel_local(BELLCURVE_C_VIEW(x, rows_of(l), d),                              \
                                  BELLCURVE_C_VIEW(y, cols_of(l), d), BELLCURVE_C_PART_ARGUMENTS); \
    });                                                                                            \
  }                                                                                                \
  bellcurve_status bellcurve_rbf_kernel_local_symmetric_##S(                                       \
      ptrdiff_t d, BELLCURVE_C_MATRIX(const T, x), BELLCURVE_C_PART(T)) {                          \
    return c::run([&] {                                                                            \
      const bellcurve::block_cyclic l = layout_of(layout);                                         \
      bellcurve::rbf_kernel_local(BELLCURVE_C_VIEW(x, rows_of(l), d), BELLCURVE_C_PART_ARGUMENTS); \
    });                                                                                            \
  }                                                                                                \
  bellcurve_status bellcurve_rbf_kernel_local_slices_##S(                                          \
      ptrdiff_t d, BELLCURVE_C_MATRIX(const T, x), BELLCURVE_C_MATRIX(const T, y),                 \
      BELLCURVE_C_PART(T)) {                                                                       \
    return c::run([&] {                                                                            \
      const bellcurve::block_cyclic l = layout_of(layout);                                         \
      bellcurve::rbf_kernel_local_slices(BELLCURVE_C_VIEW(x, local_rows(l), d),                    \
                                         BELLCURVE_C_VIEW(y, local_cols(l), d),                    \
                                         BELLCURVE_C_PART_ARGUMENTS);                              \
    });                                                                                            \
  }
BELLCURVE_C_LOCAL(float, f32)
BELLCURVE_C_LOCAL(double, f64)
