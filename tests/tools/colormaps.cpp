// Values as colours: ends, middle, orientation, and values that are no numbers.
#include "colormap/colormap.hpp"
#include "colormap/viridis.hpp"
#include "errors.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

using namespace bellcurve::command;
namespace png = bellcurve::png;

namespace {

using samples8 = std::vector<std::uint8_t>;
using samples16 = std::vector<std::uint16_t>;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

const samples8& of8(const png::picture& p) { return std::get<0>(p.samples); }
const samples16& of16(const png::picture& p) { return std::get<1>(p.samples); }

}  // namespace

TEST_CASE("gray: from the least to the greatest in proportion") {
  const std::vector<double> v = {-1, 0, 1, 3};
  const png::picture p = paint(v, 2, 2, {.map = colormap::gray});
  CHECK(p.height == 2);
  CHECK(p.width == 2);
  CHECK(p.channels == 1);
  CHECK(of8(p) == samples8{0, 64, 128, 255});
  CHECK(of16(paint(v, 1, 4, {.map = colormap::gray, .depth = 16})) ==
        samples16{0, 16384, 32768, 65535});
  CHECK(of8(paint(v, 2, 2, {.map = colormap::gray, .upward = true})) == samples8{128, 255, 0, 64});
}

TEST_CASE("viridis: its ends, its entries, and halfway between two") {
  std::vector<double> v(511);
  for (std::size_t k = 0; k < v.size(); ++k) v[k] = static_cast<double>(k);
  const png::picture p = paint(v, 1, v.size(), {.depth = 16});
  CHECK(p.channels == 3);
  for (std::size_t k = 0; k < 256; ++k) {
    for (std::size_t c = 0; c < 3; ++c) {
      CHECK(of16(p)[2 * k * 3 + c] == viridis[k][c]);
      if (k == 255) continue;
      const double middle = (viridis[k][c] + viridis[k + 1][c]) / 2.0;
      CHECK(std::abs(of16(p)[(2 * k + 1) * 3 + c] - middle) <= 0.5);
    }
  }
  // #440154 and #fde725, as everybody knows them.
  const png::picture q = paint(std::vector<double>{0, 1}, 1, 2, {});
  CHECK(of8(q) == samples8{0x44, 0x01, 0x54, 0xfd, 0xe7, 0x25});
}

TEST_CASE("all values equal, and values that are no numbers") {
  CHECK(of8(paint(std::vector<double>{5, 5}, 1, 2, {.map = colormap::gray})) == samples8{0, 0});
  CHECK(of8(paint(std::vector<double>{nan, 0, inf, 1, -inf}, 1, 5, {.map = colormap::gray})) ==
        samples8{0, 0, 255, 255, 0});
  CHECK(of8(paint(std::vector<double>{nan, inf, -inf}, 1, 3, {.map = colormap::gray})) ==
        samples8{0, 255, 0});
  constexpr double most = std::numeric_limits<double>::max();
  CHECK(of8(paint(std::vector<double>{-most, 0, most}, 1, 3, {.map = colormap::gray})) ==
        samples8{0, 128, 255});
}

TEST_CASE("zoom: each value is a square") {
  const std::vector<double> v = {0, 1, 1, 0, 1, 0};
  const png::picture p = paint(v, 2, 3, {.map = colormap::gray, .upward = true, .zoom = 2});
  CHECK(p.height == 4);
  CHECK(p.width == 6);
  CHECK(of8(p) == samples8{0, 0, 255, 255, 0,   0,   0, 0, 255, 255, 0,   0,
                           0, 0, 255, 255, 255, 255, 0, 0, 255, 255, 255, 255});
}

TEST_CASE("names") {
  CHECK(parse_colormap("viridis") == colormap::viridis);
  CHECK(parse_colormap("gray") == colormap::gray);
  CHECK_THROWS_WITH_AS(parse_colormap("jet"), "--colormap must be viridis or gray, got 'jet'",
                       usage_error);
}
