// The well-known NumPy questions that the commands kernel, filter, pool and heatmap answer, each as
// one call, with its published numbers or against long double. The tolerance is far above the
// bounds in docs/ACCURACY.md, whose tests are elsewhere, and far below any error of scale, shift or
// axes.
#include "files/read_all.hpp"
#include "npy/npy.hpp"
#include "png/png.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace npy = bellcurve::npy;
namespace png = bellcurve::png;
namespace files = bellcurve::files;
namespace fs = std::filesystem;

namespace {

using real = long double;
constexpr double tolerance = 1e-12;

struct matrix {
  std::size_t rows = 0, cols = 0;
  std::vector<double> values = {};

  double operator()(std::size_t i, std::size_t j) const { return values[i * cols + j]; }
  double sum() const {
    double s = 0;
    for (double v : values) s += v;
    return s;
  }
};

/// One axis is a row.
matrix read(const std::string& path) {
  const npy::reader file(path);
  const std::vector<std::size_t>& shape = file.header().shape;
  REQUIRE((shape.size() == 1 || shape.size() == 2));
  matrix m{shape.size() == 1 ? 1 : shape[0], shape.back()};
  const auto copy = [&](const auto* from) { m.values.assign(from, from + file.header().count); };
  if (file.header().type == npy::dtype::f4) {
    copy(file.data<float>());
  } else {
    copy(file.data<double>());
  }
  return m;
}

/// A directory in which the command is run under the instruction set of this test.
class scratch {
 public:
  scratch() {
    std::string name = (fs::temp_directory_path() / "bellcurve-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~scratch() { fs::remove_all(path_); }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  std::string operator/(const char* name) const { return (path_ / name).string(); }

  void run(const std::string& arguments) const {
    const char* isa = std::getenv("BELLCURVE_TEST_ISA");
    const std::string call = "cd '" + path_.string() + "' && " +
                             (isa != nullptr ? "BELLCURVE_ISA=" + std::string(isa) + " " : "") +
                             "'" BELLCURVE_COMMAND "' " + arguments;
    INFO(call);
    REQUIRE(std::system(call.c_str()) == 0);
  }

  void text(const char* name, const std::string& content) const {
    std::ofstream(path_ / name) << content;
  }

  void save(const char* name, const matrix& m) const {
    npy::writer out(*this / name, npy::dtype::f8, std::vector{m.rows, m.cols});
    std::copy(m.values.begin(), m.values.end(), out.data<double>());
    out.commit();
  }

  /// One axis is a row.
  matrix load(const char* name) const { return read(*this / name); }

  /// What `bellcurve kernel <arguments>` writes.
  matrix kernel(const std::string& arguments) const {
    run("kernel " + arguments + " -o k.npy");
    return load("k.npy");
  }

  png::picture picture(const char* name) const {
    return png::decode(files::read_all(*this / name));
  }

 private:
  fs::path path_;
};

real bell(real x, real mean, real sigma) {
  return std::exp(-(x - mean) * (x - mean) / (2 * sigma * sigma));
}

template <class Exact>
void check_all(const matrix& got, std::size_t rows, std::size_t cols, Exact&& exact) {
  REQUIRE(got.rows == rows);
  REQUIRE(got.cols == cols);
  real worst = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < cols; ++j) {
      const real e = exact(static_cast<real>(i), static_cast<real>(j));
      // Of what is below the normal numbers no digits are promised.
      if (e < std::numeric_limits<double>::min() && got(i, j) <= 2 * e) continue;
      worst = std::max(worst, std::fabs(got(i, j) - e) / std::fabs(e));
    }
  }
  CHECK(static_cast<double>(worst) < tolerance);
}

constexpr const char* asymmetric = R"({"components": [
  {"mean": [-1, 1.5], "covariance": [[0.5, 0.2], [0.2, 0.25]], "weight": 2},
  {"mean": [1.25, -0.5], "stddev": [0.5, 1]}]})";

/// The density of the above.
real density(real x, real y) {
  const real two_pi = 2 * std::numbers::pi_v<real>;
  const real u = x + 1, v = y - 1.5L;
  const real determinant = 0.5L * 0.25L - 0.2L * 0.2L;
  const real q = (0.25L * u * u - 2 * 0.2L * u * v + 0.5L * v * v) / determinant;
  return 2 * std::exp(-q / 2) / (two_pi * std::sqrt(determinant)) +
         bell(x, 1.25L, 0.5L) * bell(y, -0.5L, 1) / (two_pi * 0.5L);
}

}  // namespace

TEST_CASE("gkern(5, 2.5) * 273 is the published table") {
  const scratch dir;
  const matrix k = dir.kernel("--size 5 --nsig 2.5");
  const double table[3][3] = {{1.0278445, 4.10018648, 6.49510362},
                              {4.10018648, 16.35610171, 25.90969361},
                              {6.49510362, 25.90969361, 41.0435344}};
  REQUIRE(k.rows == 5);
  REQUIRE(k.cols == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) {
      // As many digits as were published.
      CHECK(std::fabs(k(i, j) * 273 - table[std::min(i, 4 - i)][std::min(j, 4 - j)]) < 6e-9);
    }
  }
  CHECK(k.sum() == doctest::Approx(1).epsilon(tolerance));
  const matrix line = dir.kernel("--size 5 --nsig 2.5 --dims 1");
  for (std::size_t j = 0; j < 5; ++j) {
    CHECK(line(0, 2) * line(0, j) == doctest::Approx(k(2, j)).epsilon(tolerance));
  }
}

TEST_CASE("a kernel whose centre is shifted: row 5.5, column 4.2") {
  const scratch dir;
  const auto exact = [](real i, real j) { return bell(i, 5.5L, 1.4L) * bell(j, 4.2L, 1.4L); };
  const std::string call = "--size 9 --sigma 1.4 --center 5.5,4.2 --normalize ";
  const matrix k = dir.kernel(call + "none");
  check_all(k, 9, 9, exact);
  const double sum = k.sum();
  check_all(dir.kernel(call + "sum"), 9, 9, [&](real i, real j) { return exact(i, j) / sum; });
}

TEST_CASE("a Gaussian of height 1 at [8, 10] on a grid of 100 x 100") {
  const scratch dir;
  const matrix k = dir.kernel("--size 100 --sigma 3 --center 8,10 --normalize none");
  check_all(k, 100, 100, [](real i, real j) { return bell(i, 8, 3) * bell(j, 10, 3); });
  CHECK(k(8, 10) == 1);
  CHECK(std::max_element(k.values.begin(), k.values.end()) - k.values.begin() == 8 * 100 + 10);
}

TEST_CASE("one and two dimensions are each normalized for themselves") {
  const scratch dir;
  const matrix line = dir.kernel("--sigma 1.5 --dims 1");
  const matrix k = dir.kernel("--sigma 1.5");
  CHECK(line.cols == 13);  // int(4 * 1.5 + 0.5) to either side
  CHECK(line.sum() == doctest::Approx(1).epsilon(tolerance));
  CHECK(k.sum() == doctest::Approx(1).epsilon(tolerance));
  check_all(k, 13, 13, [&](real i, real j) {
    return real(line(0, static_cast<std::size_t>(i))) * line(0, static_cast<std::size_t>(j));
  });
}

TEST_CASE("the product of two densities with mean 2 and variance 0.5, not normalized") {
  const scratch dir;
  check_all(dir.kernel("--size 5 --sigma 0.70710678118654752 --normalize density"), 5, 5,
            [](real i, real j) {
              return std::exp(-(i - 2) * (i - 2) - (j - 2) * (j - 2)) / std::numbers::pi_v<real>;
            });
}

TEST_CASE("rows first: size, sigma, and theta from rows towards columns") {
  const scratch dir;
  check_all(dir.kernel("--size 5,8 --sigma 1,2 --center 1,6 --normalize none"), 5, 8,
            [](real i, real j) { return bell(i, 1, 1) * bell(j, 6, 2); });
  // Long along the diagonal on which row and column grow together.
  const matrix k = dir.kernel("--sigma 4,1 --theta 0.7853981633974483");
  const std::size_t middle = k.rows / 2;
  CHECK(k.rows == k.cols);
  CHECK(k(middle + 2, middle + 2) > 5 * k(middle + 2, middle - 2));
}

TEST_CASE("the heat map of two Gaussians: 100 x 100 over [-3, 3]^2, both ends included") {
  const scratch dir;
  dir.text("m.json", R"({"components": [{"mean": [-1, -1], "covariance": [[1, 0], [0, 1]]},
                                        {"mean": [1, 1], "covariance": [[1, 0], [0, 1]]}]})");
  dir.run("heatmap m.json --size 100,100 --extent=-3,3,-3,3 -o map.npy");
  const real step = 6.0L / 99;
  const real two_pi = 2 * std::numbers::pi_v<real>;
  check_all(dir.load("map.npy"), 100, 100, [&](real i, real j) {
    const real x = -3 + j * step, y = -3 + i * step;
    return (bell(x, -1, 1) * bell(y, -1, 1) + bell(x, 1, 1) * bell(y, 1, 1)) / two_pi;
  });
}

TEST_CASE("a heat map that no exchange of axes leaves as it is") {
  const scratch dir;
  dir.text("m.json", asymmetric);
  dir.run("heatmap m.json --size 41,81 --extent=-3,3,-2,2.5 -o map.npy");
  const auto x_at = [](real j) { return -3 + j * 6 / 80; };
  const auto y_at = [](real i) { return -2 + i * 4.5L / 40; };
  const matrix map = dir.load("map.npy");
  check_all(map, 41, 81, [&](real i, real j) { return density(x_at(j), y_at(i)); });
  dir.run("heatmap m.json --size 41,81 --extent=-3,3,-2,2.5 --log -o log.npy");
  const matrix logs = dir.load("log.npy");
  for (std::size_t k = 0; k < logs.values.size(); ++k) {
    REQUIRE(logs.values[k] == doctest::Approx(std::log(map.values[k])).epsilon(1e-10));
  }

  // In the picture y points upward: its row 0 is the last of the array.
  dir.run("heatmap m.json --size 41,81 --extent=-3,3,-2,2.5 --colormap gray --depth 16 -o map.png");
  const png::picture p = dir.picture("map.png");
  REQUIRE(p.height == 41);
  REQUIRE(p.width == 81);
  REQUIRE(p.channels == 1);
  const auto& samples = std::get<std::vector<std::uint16_t>>(p.samples);
  const auto [least, most] = std::minmax_element(map.values.begin(), map.values.end());
  bool same = true;
  for (std::size_t i = 0; i < 41; ++i) {
    for (std::size_t j = 0; j < 81; ++j) {
      const double exact = (map(40 - i, j) - *least) / (*most - *least) * 65535;
      same &= std::fabs(samples[i * 81 + j] - exact) <= 0.5 + 1e-6;
    }
  }
  CHECK(same);
}

TEST_CASE("pooling: reshape, multiply, sum") {
  const scratch dir;
  constexpr std::size_t rows = 6, cols = 12, k_rows = 2, k_cols = 3;
  matrix in{rows, cols}, kernel{k_rows, k_cols};
  for (std::size_t n = 0; n < rows * cols; ++n) {
    in.values.push_back(static_cast<double>((n * 37) % 101) - 50);
  }
  for (std::size_t n = 0; n < k_rows * k_cols; ++n) {
    kernel.values.push_back(static_cast<double>(n * n) + 0.5);  // no symmetry, no sum of 1
  }
  dir.save("in.npy", in);
  dir.save("kernel.npy", kernel);
  dir.run("pool in.npy --kernel kernel.npy -o out.npy");
  const matrix out = dir.load("out.npy");
  REQUIRE(out.rows == rows / k_rows);
  REQUIRE(out.cols == cols / k_cols);
  for (std::size_t i = 0; i < out.rows; ++i) {
    for (std::size_t j = 0; j < out.cols; ++j) {
      double sum = 0;  // of halves and integers: exact in any order
      for (std::size_t k = 0; k < k_rows; ++k) {
        for (std::size_t l = 0; l < k_cols; ++l) {
          sum += kernel(k, l) * in(i * k_rows + k, j * k_cols + l);
        }
      }
      CHECK(out(i, j) == sum);
    }
  }
  // The Gaussian over a block is the kernel of its name.
  dir.run("kernel --size 2,3 --sigma 0.7,1.5 -o g.npy");
  dir.run("pool in.npy --kernel g.npy -o one.npy");
  dir.run("pool in.npy --block 2,3 --sigma 0.7,1.5 -o other.npy");
  CHECK(dir.load("one.npy").values == dir.load("other.npy").values);
}

TEST_CASE("image smoothing: scipy.ndimage.gaussian_filter") {
  const std::string golden = BELLCURVE_GOLDEN_DIR "/filter/";
  struct {
    const char *in, *arguments, *out;
    double tolerance;  // of values about 1, by up to 25 + 7 taps: see docs/ACCURACY.md, "Filters"
  } const cases[] = {
      {"a", "--sigma 1.5", "plain", tolerance},
      {"a_f4", "--sigma 1.5", "plain_f4", 1e-5},
      {"a", "--sigma 2,0.7 --mode mirror,wrap", "modes", tolerance},
      {"a", "--sigma 1,2 --order 1,2 --mode nearest", "orders", tolerance},
      {"a", "--sigma 3 --truncate 2 --mode constant --cval 0.5", "constant", tolerance},
      {"a", "--sigma 5 --radius 3,12", "radius", tolerance},
      {"a", "--sigma 2 --axes=-1", "axis", tolerance},
      {"v_u1_flat", "--sigma 1 --order 0,1", "v_u1_slope", 1e-5 * 255},
      {"holes", "--sigma 1 --radius 3 --nan-missing", "whole", tolerance},
      {"a", "--sigma 1 --radius 3 --mask GOLDEN/mask.npy", "whole", tolerance},
      {"holes", "--sigma 1 --radius 3 --nan-missing --min-weight 0.25 --fill=-7.5", "whole_quarter",
       tolerance},
  };
  const scratch dir;
  for (const auto& c : cases) {
    std::string call = c.arguments;
    if (const std::size_t at = call.find("GOLDEN/"); at != std::string::npos)
      call.replace(at, 7, golden);
    CAPTURE(call);
    dir.run("filter '" + golden + c.in + ".npy' " + call + " -o out.npy");
    const matrix got = dir.load("out.npy"), exact = read(golden + c.out + ".npy");
    REQUIRE(got.rows == exact.rows);
    REQUIRE(got.cols == exact.cols);
    for (std::size_t k = 0; k < got.values.size(); ++k) {
      const bool both_nan = std::isnan(got.values[k]) && std::isnan(exact.values[k]);
      REQUIRE((both_nan || std::fabs(got.values[k] - exact.values[k]) <= c.tolerance));
    }
  }
}

TEST_CASE("rows and columns are each filtered by a kernel whose sum is 1: levels stay") {
  const scratch dir;
  dir.save("in.npy", {4, 5, std::vector<double>(20, 3.0)});
  for (const char* sigma : {"0.4", "2", "0.4,7"}) {
    dir.run(std::string("filter in.npy --sigma ") + sigma + " -o out.npy");
    for (double v : dir.load("out.npy").values) CHECK(v == doctest::Approx(3).epsilon(tolerance));
  }
  // One pass along rows and one along columns is what the matrix of both does.
  std::vector<double> dot(21 * 21, 0.0);
  dot[10 * 21 + 10] = 1;
  dir.save("dot.npy", {21, 21, dot});
  dir.run("filter dot.npy --sigma 1.5,2 --radius 6,8 -o out.npy");
  const matrix k = dir.kernel("--sigma 1.5,2 --size 13,17");
  const matrix out = dir.load("out.npy");
  for (std::size_t i = 0; i < 13; ++i)
    for (std::size_t j = 0; j < 17; ++j)
      CHECK(std::fabs(out(i + 4, j + 2) - k(i, j)) <= tolerance * k(6, 8));
}
