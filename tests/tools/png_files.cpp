// PNG files: what goes in comes out, and no file, however wrong, does more than be refused.
#include "png/png.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace png = bellcurve::png;
namespace files = bellcurve::files;

namespace {

using bytes = std::vector<std::byte>;

template <class Sample>
png::picture counting(std::size_t height, std::size_t width, std::size_t channels,
                      std::uint32_t step) {
  png::picture p{height, width, channels, std::vector<Sample>(height * width * channels)};
  std::uint32_t value = 1;
  for (Sample& s : std::get<std::vector<Sample>>(p.samples)) {
    s = static_cast<Sample>(value);
    value += step;
  }
  return p;
}

bytes golden(const std::string& name) {
  std::ifstream in(std::string(BELLCURVE_GOLDEN_DIR) + "/" + name + ".png", std::ios::binary);
  REQUIRE(in);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  bytes out(text.size());
  std::memcpy(out.data(), text.data(), text.size());
  return out;
}

/// "accepted", or why not.
std::string outcome(const bytes& file) {
  try {
    png::decode(file);
    return "accepted";
  } catch (const files::error& e) {
    return e.what();
  }
}

std::uint32_t crc(const std::byte* from, std::size_t size) {
  std::uint32_t c = 0xffffffffU;
  for (std::size_t i = 0; i < size; ++i) {
    c ^= std::to_integer<std::uint32_t>(from[i]);
    for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xedb88320U ^ (c >> 1) : c >> 1;
  }
  return c ^ 0xffffffffU;
}

void put32(bytes& file, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    file[at + i] = static_cast<std::byte>(value >> (24 - 8 * i));
  }
}

/// The file with another size in its header, whose checksum is right.
bytes resized(bytes file, std::uint32_t width, std::uint32_t height) {
  put32(file, 16, width);
  put32(file, 20, height);
  put32(file, 29, crc(file.data() + 12, 17));
  return file;
}

const char* const all_golden[] = {"png_gray8",      "png_gray16",    "png_rgb8",    "png_rgb16",
                                  "png_rgba8",      "png_graya16",   "png_palette", "png_gray1",
                                  "png_interlaced", "png_gamma_rgb8"};

}  // namespace

TEST_CASE("png: what is written is read back") {
  for (std::size_t channels = 1; channels <= 4; ++channels) {
    for (std::size_t width : {1U, 2U, 7U, 64U}) {
      CAPTURE(channels);
      CAPTURE(width);
      const auto eight = counting<std::uint8_t>(5, width, channels, 37);
      const png::picture p = png::decode(png::encode(eight));
      CHECK(p.height == 5);
      CHECK(p.width == width);
      CHECK(p.channels == channels);
      CHECK(p.depth() == 8);
      CHECK(p.samples == eight.samples);
      const auto sixteen = counting<std::uint16_t>(3, width, channels, 7919);
      const png::picture q = png::decode(png::encode(sixteen));
      CHECK(q.depth() == 16);
      CHECK(q.samples == sixteen.samples);
    }
  }
}

TEST_CASE("png: files of others, sample by sample") {
  // tests/tools/golden_png.py wrote them: sample k in order is (37 k + 1) mod 256, or
  // (7919 k + 1) mod 65536.
  for (const char* name :
       {"png_gray8", "png_rgb8", "png_rgba8", "png_interlaced", "png_gamma_rgb8"}) {
    CAPTURE(name);
    const png::picture p = png::decode(golden(name));
    CHECK(p.samples == counting<std::uint8_t>(p.height, p.width, p.channels, 37).samples);
  }
  for (const char* name : {"png_gray16", "png_rgb16", "png_graya16"}) {
    CAPTURE(name);
    const png::picture p = png::decode(golden(name));
    CHECK(p.samples == counting<std::uint16_t>(p.height, p.width, p.channels, 7919).samples);
  }
  const png::picture palette = png::decode(golden("png_palette"));
  CHECK(palette.channels == 3);
  CHECK(std::get<0>(palette.samples) == std::vector<std::uint8_t>{9, 8, 7, 1, 2, 3, 9, 8, 7});
  const png::picture bits = png::decode(golden("png_gray1"));
  CHECK(bits.channels == 1);
  CHECK(std::get<0>(bits.samples) == std::vector<std::uint8_t>{255, 0, 255});
}

TEST_CASE("png: progress is told, from 0 towards 1") {
  const auto p = counting<std::uint8_t>(300, 2, 3, 37);
  std::vector<double> told;
  const png::progress tell = [&](double fraction) {
    told.push_back(fraction);
    return true;
  };
  const bytes file = png::encode(p, tell);
  png::decode(file, tell);
  REQUIRE(told.size() == 10);
  CHECK(told[0] == 0);
  CHECK(told[4] == doctest::Approx(256.0 / 300));
  CHECK(told[5] == 0);
}

TEST_CASE("png: truncated at every byte") {
  for (const char* name : all_golden) {
    const bytes whole = golden(name);
    REQUIRE(outcome(whole) == "accepted");
    for (std::size_t n = 0; n < whole.size(); ++n) {
      const std::string got = outcome({whole.begin(), whole.begin() + static_cast<long>(n)});
      CAPTURE(n);
      CHECK(got.find(n == 0  ? "not a .png file: it is empty"
                     : n < 8 ? "t"
                             : "the file is truncated") != std::string::npos);
    }
  }
}

TEST_CASE("png: any byte changed is accepted or refused, and nothing else") {
  int refused = 0;
  for (const char* name : all_golden) {
    const bytes whole = golden(name);
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (unsigned change : {1U, 0x80U, 0xffU}) {
        bytes file = whole;
        file[i] ^= static_cast<std::byte>(change);
        refused += outcome(file) == "accepted" ? 0 : 1;
      }
    }
  }
  CHECK(refused > 1000);
}

TEST_CASE("png: what is no picture") {
  const auto text = [](std::string_view s) {
    bytes out(s.size());
    std::memcpy(out.data(), s.data(), s.size());
    return out;
  };
  CHECK(outcome({}) == "not a .png file: it is empty");
  CHECK(outcome(text("GIF89a")) == "not a .png file: it does not begin with \\x89PNG");
  CHECK(outcome(text("\x89PNG\r\n\x1a\nxxxxxxxxxxxxxxxxxxxxxxxx")) != "accepted");
}

TEST_CASE("png: a chunk before the header") {
  bytes file = golden("png_gray8"), gamma(16);
  put32(gamma, 0, 4);
  std::memcpy(gamma.data() + 4, "gAMA", 4);
  put32(gamma, 8, 45455);
  put32(gamma, 12, crc(gamma.data() + 4, 8));
  file.insert(file.begin() + 8, gamma.begin(), gamma.end());
  CHECK(outcome(file) == "a damaged .png file: it does not begin with its header, IHDR");
}

TEST_CASE("png: a header that promises too much gets no memory") {
  const bytes file = golden("png_gray8");
  // More than the file can hold; a whole address space; more than the limit; nothing.
  for (std::uint32_t extent : {1000U, 30000U, 1000000U}) {
    CHECK(outcome(resized(file, extent, extent)) ==
          "the file is too short for the picture that its header promises");
  }
  for (std::uint32_t extent : {1000001U, 0x7fffffffU, 0xffffffffU, 0U}) {
    CHECK(outcome(resized(file, extent, 1)) != "accepted");
    CHECK(outcome(resized(file, 1, extent)) != "accepted");
  }
  // A little more than there is, and a little less.
  CHECK(outcome(resized(file, 5, 4)) != "accepted");
}
