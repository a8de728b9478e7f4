// Parts of block-cyclic matrices: the bits of C++, and its errors.
#include "support.hpp"
#include "support/random.hpp"

#include <bellcurve/block_cyclic.hpp>

#include <algorithm>
#include <span>

using namespace c_api;

namespace {

constexpr std::ptrdiff_t n = 40, m = 29, d = 19;

template <class T>
struct api;
#define LOCAL_API(T, S)                                                         \
  template <>                                                                   \
  struct api<T> {                                                               \
    static constexpr auto center = bellcurve_rbf_center_##S;                    \
    static constexpr auto local = bellcurve_rbf_kernel_local_##S;               \
    static constexpr auto symmetric = bellcurve_rbf_kernel_local_symmetric_##S; \
    static constexpr auto slices = bellcurve_rbf_kernel_local_slices_##S;       \
  };
LOCAL_API(float, f32)
LOCAL_API(double, f64)

bellcurve_block_cyclic plain(const bellcurve::block_cyclic& l) {
  bellcurve_block_cyclic c{};
  for (std::size_t i = 0; i < 9; ++i) c.descriptor[i] = l.descriptor[i];
  c.grid_rows = l.grid.rows;
  c.grid_cols = l.grid.cols;
  c.grid_row = l.grid.row;
  c.grid_col = l.grid.col;
  return c;
}

}  // namespace

TEST_CASE_TEMPLATE("rbf_kernel_local: C's bits are those of C++", T, float, double) {
  const auto x = support::normal<T>(n, d, 1), y = support::normal<T>(m, d, 2);
  const auto l = bellcurve::make_block_cyclic(n, m, 4, 8, {2, 3, 1, 2});
  const auto square = bellcurve::make_block_cyclic(n, n, 4, 4, {2, 3, 1, 2});
  const bellcurve_block_cyclic layout = plain(l), square_layout = plain(square);
  std::ptrdiff_t rows = 0, cols = 0;
  CHECK_OK(bellcurve_block_cyclic_extents(&layout, &rows, &cols));
  CHECK(rows == local_rows(l));
  CHECK(cols == local_cols(l));

  INITIALIZED(rbf_params, params);
  params.gamma = 0.1;
  INITIALIZED(rbf_options, options);
  const std::size_t size = n * n;
  const auto bytes = static_cast<std::ptrdiff_t>(size);
  std::vector<T> got(size, T(-1)), want(size, T(-1));
  const auto all = bellcurve::rbf_center({x, n, d});
  std::vector<double> center(d);
  CHECK_OK(api<T>::center(n, d, x.data(), d, 1, center.data()));
  CHECK(center == all);

  SUBCASE("of two sets") {
    bellcurve::rbf_kernel_local({x, n, d}, {y, m, d}, {.gamma = 0.1}, l, std::span(want));
    CHECK_OK(api<T>::local(d, x.data(), d, 1, y.data(), d, 1, &params, &layout, got.data(), bytes,
                           nullptr));
  }
  SUBCASE("of one set") {
    bellcurve::rbf_kernel_local({x, n, d}, {.gamma = 0.1, .noise = 0.5}, square, std::span(want),
                                {.uplo = bellcurve::uplo::lower});
    params.noise = 0.5;
    options.uplo = BELLCURVE_UPLO_LOWER;
    CHECK_OK(
        api<T>::symmetric(d, x.data(), d, 1, &params, &square_layout, got.data(), bytes, &options));
  }
  SUBCASE("of slices") {
    options.center = center.data();
    bellcurve::rbf_kernel_local_slices({x, rows, d}, {y, cols, d}, {.gamma = 0.1}, l,
                                       std::span(want), {.center = center});
    CHECK_OK(api<T>::slices(d, x.data(), d, 1, y.data(), d, 1, &params, &layout, got.data(), bytes,
                            &options));
  }
  CHECK(same_bits(got, want));
  CHECK(std::ranges::count(got, T(-1)) < bytes);
}

TEST_CASE("rbf_kernel_local: wrong calls") {
  const std::vector<double> x(4, 1.0);
  std::vector<double> local(4, -1.0);
  bellcurve_block_cyclic layout = plain(bellcurve::make_block_cyclic(2, 2, 1, 1, {}));
  const auto call = [&](std::ptrdiff_t size) {
    return bellcurve_rbf_kernel_local_symmetric_f64(2, x.data(), 2, 1, nullptr, &layout,
                                                    local.data(), size, nullptr);
  };
  CHECK_FAILS(call(-1), BELLCURVE_BAD_SHAPE, "local must have extents >= 0, got -1");
  CHECK(call(3) == BELLCURVE_BAD_SHAPE);
  layout.descriptor[0] = 2;
  CHECK_FAILS(call(4), BELLCURVE_BAD_ARGUMENT,
              "layout.descriptor[DTYPE_] must be 1 (a dense matrix), got 2");
  CHECK_FAILS(bellcurve_block_cyclic_extents(nullptr, nullptr, nullptr), BELLCURVE_BAD_ARGUMENT,
              "layout must not be null, got null");
  layout.descriptor[0] = 1;
  CHECK_FAILS(bellcurve_block_cyclic_extents(&layout, nullptr, nullptr), BELLCURVE_BAD_ARGUMENT,
              "rows must not be null, got null");
  CHECK(bellcurve_rbf_center_f64(2, 2, x.data(), 2, 1, nullptr) == BELLCURVE_BAD_SHAPE);
  CHECK(local == std::vector<double>(4, -1.0));
}
