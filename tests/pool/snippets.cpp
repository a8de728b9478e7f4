// NumPy's snippets: the orientation, and the kernel as it is given.
#include "cases.hpp"
#include "golden.hpp"

using namespace cases;

TEST_CASE_TEMPLATE("pool: NumPy's reshape-sum and tensordot, SciPy's correlation", T, double,
                   float) {
  for (const golden::pooling& g : golden::poolings) {
    CAPTURE(g.name);
    const std::vector<T> matrix(g.matrix.begin(), g.matrix.end());
    const std::vector<T> kernel(g.kernel.begin(), g.kernel.end());
    std::vector<T> out(g.out.size());
    pool_options options;
    if (g.stride[0] != g.block[0] || g.stride[1] != g.block[1]) {
      options = {.stride = {{g.stride[0], g.stride[1]}}, .remainder = remainder_mode::crop};
    }
    block_pool(matrix_view<const T>(matrix, g.shape[0], g.shape[1]),
               matrix_view<const T>(kernel, g.block[0], g.block[1]),
               matrix_view<T>(out, g.pooled[0], g.pooled[1]), options);
    // Rounding of inputs to T, then (K + L - 1) u of the sum of at most 64 products of magnitudes
    // below 16.
    const double tolerance = 64 * 16 * 18 * std::numeric_limits<T>::epsilon();
    for (std::size_t i = 0; i < out.size(); ++i)
      REQUIRE(std::abs(static_cast<double>(out[i]) - g.out[i]) < tolerance);
  }
}

TEST_CASE("pool: a matrix one can check by eye") {
  const std::vector<float> matrix{1,  2,  3,  4,   //
                                  5,  6,  7,  8,   //
                                  9,  10, 11, 12,  //
                                  13, 14, 15, 16};
  const std::vector<float> kernel{1, 10, 100, 1000};
  std::vector<float> out(4);
  block_pool(matrix_view<const float>(matrix, 4, 4), matrix_view<const float>(kernel, 2, 2),
             matrix_view<float>(out, 2, 2));
  CHECK(out == std::vector<float>{6521, 8743, 15409, 17631});
}

TEST_CASE("pool: how many blocks there are") {
  struct row {
    index_t extent, block, stride, crop, pad;
    bool fits;
  };
  for (const row r : {
           row{0, 3, 3, 0, 0, true},
           row{1, 3, 3, 0, 1, false},
           row{2, 3, 1, 0, 1, false},
           row{3, 3, 3, 1, 1, true},
           row{4, 3, 3, 1, 2, false},
           row{6, 3, 3, 2, 2, true},
           row{7, 3, 2, 3, 3, true},
           row{8, 3, 2, 3, 4, false},
           row{5, 2, 1, 4, 4, true},
           row{6, 2, 3, 2, 2, true},
           row{5, 2, 3, 2, 2, true},
           row{4, 2, 3, 1, 2, false},
           row{3, 2, 3, 1, 1, true},
           row{7, 2, 3, 2, 3, false},
           row{2, 2, 99, 1, 1, true},
           row{99, 2, 99, 1, 1, true},
           row{100, 2, 99, 1, 2, false},
       }) {
    CAPTURE(r.extent);
    CAPTURE(r.block);
    CAPTURE(r.stride);
    CHECK(pooled_extent(r.extent, r.block, r.stride, remainder_mode::crop) == r.crop);
    CHECK(pooled_extent(r.extent, r.block, r.stride, remainder_mode::pad) == r.pad);
    if (r.fits) {
      CHECK(pooled_extent(r.extent, r.block, r.stride, remainder_mode::error) == r.crop);
    } else {
      CHECK_THROWS_AS(pooled_extent(r.extent, r.block, r.stride, remainder_mode::error),
                      bellcurve::error);
    }
  }
  constexpr index_t most = std::numeric_limits<index_t>::max();
  CHECK(pooled_extent(most, 1, 1, remainder_mode::error) == most);
  CHECK(pooled_extent(most, most, most, remainder_mode::error) == 1);
  CHECK(pooled_extent(most, 1, most, remainder_mode::pad) == 1);
  CHECK(pooled_extent(2, most, 1, remainder_mode::pad) == 1);
}

TEST_CASE("pool: names") {
  for (auto which : {remainder_mode::error, remainder_mode::crop, remainder_mode::pad})
    CHECK(bellcurve::parse_remainder_mode(bellcurve::to_string(which)) == which);
  CHECK(bellcurve::to_string(remainder_mode::pad) == "pad");
  CHECK_THROWS_WITH(bellcurve::parse_remainder_mode("wrap"),
                    "remainder must be one of error, crop, pad, got wrap");
  CHECK_THROWS_WITH(bellcurve::to_string(static_cast<bellcurve::remainder_mode>(7)),
                    "remainder must be a value of its enum, got 7");
}
