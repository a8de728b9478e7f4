// The header of .npy files: what is accepted, and that nothing else is.
#include "npy/header.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace npy = bellcurve::npy;

namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// A whole header around a dictionary, neither padded nor checked.
std::string with_dictionary(const std::string& dictionary, char major = 1) {
  std::string out = std::string("\x93NUMPY") + major + '\0';
  std::size_t length = dictionary.size();
  for (int i = 0; i < (major == 1 ? 2 : 4); ++i, length >>= 8) {
    out += static_cast<char>(length & 0xff);
  }
  return out + dictionary;
}

npy::header parse(const std::string& text) { return npy::parse_header(bytes_of(text)); }
npy::header parse_dictionary(const std::string& text) { return parse(with_dictionary(text)); }

/// The message for a text that must be refused; "accepted" if it is not.
std::string refusal(const std::string& text) {
  try {
    parse(text);
  } catch (const npy::error& e) {
    return e.what();
  }
  return "accepted";
}

void check_refused(const std::string& dictionary, const std::string& because) {
  const std::string got = refusal(with_dictionary(dictionary));
  INFO(dictionary);
  INFO(got);
  CHECK(got.find(because) != std::string::npos);
  CHECK(got.find('\n') == std::string::npos);
}

const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 5), }";

}  // namespace

TEST_CASE("npy header: what NumPy writes") {
  const npy::header head = parse_dictionary(good + "           \n");
  CHECK(head.type == npy::dtype::f4);
  CHECK_FALSE(head.fortran_order);
  CHECK(head.shape == std::vector<std::size_t>{3, 5});
  CHECK(head.count == 15);
  CHECK(head.data_offset == 10 + good.size() + 12);
  CHECK(head.data_bytes() == 60);
  CHECK(head.file_bytes() == head.data_offset + 60);
}

TEST_CASE("npy header: versions 2.0 and 3.0 have a length of four bytes") {
  for (char major : {'\2', '\3'}) {
    const npy::header head = parse(with_dictionary(good, major));
    CHECK(head.shape == std::vector<std::size_t>{3, 5});
    CHECK(head.data_offset == 12 + good.size());
  }
}

TEST_CASE("npy header: key order, spacing, quotes, commas and L do not matter") {
  for (const char* text : {
           "{'shape':(3,5),'fortran_order':False,'descr':'<f4'}",
           "{\"descr\": \"<f4\", \"fortran_order\": False, \"shape\": (3, 5)}",
           "  { 'descr' : '<f4' ,\n'fortran_order'\t: False , 'shape' : ( 3 , 5 , ) , }\r\n",
           "{'descr': '<f4', 'fortran_order': False, 'shape': (3L, 5L), }",
       }) {
    INFO(text);
    CHECK(parse_dictionary(text).shape == std::vector<std::size_t>{3, 5});
  }
}

TEST_CASE("npy header: every element type") {
  const auto type_of = [](const std::string& descr) {
    return parse_dictionary("{'descr': '" + descr + "', 'fortran_order': True, 'shape': ()}").type;
  };
  CHECK(type_of("<f4") == npy::dtype::f4);
  CHECK(type_of("<f8") == npy::dtype::f8);
  CHECK(type_of("|u1") == npy::dtype::u1);
  CHECK(type_of("<u1") == npy::dtype::u1);
  CHECK(type_of("<u2") == npy::dtype::u2);
  CHECK(type_of("<i2") == npy::dtype::i2);
  CHECK(type_of("|b1") == npy::dtype::b1);
}

TEST_CASE("npy header: dimensions") {
  const auto count_of = [](const std::string& shape) {
    return parse_dictionary("{'descr': '<f4', 'fortran_order': True, 'shape': " + shape + "}")
        .count;
  };
  CHECK(count_of("()") == 1);
  CHECK(count_of("(7,)") == 7);
  CHECK(count_of("(2, 3, 4)") == 24);
  CHECK(count_of("(0,)") == 0);
  CHECK(count_of("(0, 4000000000)") == 0);
}

TEST_CASE("npy header: each field wrong in turn") {
  // What is refused, and a part of the message.
  const auto descr = [](const std::string& value) {
    return "{'descr': " + value + ", 'fortran_order': False, 'shape': (3, 5), }";
  };
  for (const char* value : {"'>f4'", "'>f8'", "'>u2'", "'>i2'"}) {
    check_refused(descr(value), "big endian");
  }
  for (const char* value : {"'<f2'", "'<c8'", "'|O'", "'<U1'", "'<i4'", "'|i1'", "'f4'", "'=f4'",
                            "'|f4'", "''", "'<f4 '", "'<F4'"}) {
    check_refused(descr(value), "is not supported, expected one of '<f4', '<f8', '|u1'");
  }
  check_refused(descr("[('a', '<f4')]"), "record");
  check_refused(descr("<f4"), "no string where the dtype belongs");
  check_refused(descr("None"), "no string where the dtype belongs");
  check_refused(descr("'<f4"), "is not supported");
  check_refused(descr("'\xc3\xa4'"), "dtype '\\xc3\\xa4' is not supported");

  const auto order = [](const std::string& value) {
    return "{'descr': '<f4', 'fortran_order': " + value + ", 'shape': (3, 5), }";
  };
  for (const char* value : {"true", "false", "0", "1", "'True'", "None", "", "Fals", "\xc3\xa4"}) {
    check_refused(order(value), "fortran_order must be True or False");
  }
  check_refused(order("Falsey"), "',' or '}' is missing");

  const auto shape = [](const std::string& value) {
    return "{'descr': '<f4', 'fortran_order': False, 'shape': " + value + ", }";
  };
  check_refused(shape("3"), "shape must be a tuple");
  check_refused(shape("(3)"), "',' is missing after its only extent");
  check_refused(shape("[3, 5]"), "shape must be a tuple");
  check_refused(shape("None"), "shape must be a tuple");
  check_refused(shape("(-3, 5)"), "negative");
  check_refused(shape("(3, -5)"), "negative");
  check_refused(shape("(3.0, 5)"), "missing at '.0");
  check_refused(shape("(3, 5"), "other than a number");
  check_refused(shape("(3 5)"), "missing at '5");
  check_refused(shape("(, 5)"), "other than a number");
  check_refused(shape("(3,, 5)"), "other than a number");
  check_refused(shape("(,)"), "other than a number");
  check_refused(shape("(0x3, 5)"), "missing at 'x3");
  check_refused(shape("(03, 5)"), "leading zero");
  check_refused(shape("(+3, 5)"), "other than a number");
  check_refused(shape("(1_0, 5)"), "missing at '_0");
  check_refused(shape("('3', 5)"), "other than a number");
  check_refused(shape("(3LL, 5)"), "missing at 'L");
  check_refused(shape("(L, 5)"), "other than a number");
  check_refused(shape("((3, 5))"), "other than a number");
  check_refused(shape("(\xd9\xa3, 5)"), "other than a number: '\\xd9\\xa3");

  check_refused("", "no dictionary");
  check_refused("   \n", "no dictionary");
  check_refused("[" + good + "]", "no dictionary");
  check_refused("{", "no string where a key belongs");
  check_refused("{}", "no 'descr'");
  check_refused("{,}", "no string where a key belongs");
  check_refused("{'fortran_order': False, 'shape': (3, 5)}", "no 'descr'");
  check_refused("{'descr': '<f4', 'shape': (3, 5)}", "no 'fortran_order'");
  check_refused("{'descr': '<f4', 'fortran_order': False}", "no 'shape'");
  check_refused("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}", "twice");
  check_refused("{'descr': '<f4', 'fortran_order': True, 'fortran_order': True, 'shape': ()}",
                "twice");
  check_refused("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), 'shape': (1,)}", "twice");
  check_refused("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), 'x': 1}",
                "unknown key 'x'");
  check_refused(
      "{'gr\xc3\xb6\xc3\x9f"
      "e': 1}",
      "unknown key 'gr\\xc3\\xb6\\xc3\\x9fe'");
  check_refused("{descr: '<f4'}", "no string where a key belongs");
  check_refused("{'descr' '<f4'}", "':' is missing");
  check_refused("{'descr': '<f4' 'fortran_order': False}", "',' or '}' is missing");
  check_refused(good + "x", "goes on after its dictionary");
  check_refused(good + good, "goes on after its dictionary");
  check_refused(good + std::string(1, '\0'), "goes on after its dictionary: '\\x00'");
  check_refused(std::string("\xef\xbb\xbf") + good, "no dictionary");
}

TEST_CASE("npy header: sizes that overflow") {
  const auto shape = [](const std::string& value) {
    return "{'descr': '<f8', 'fortran_order': False, 'shape': " + value + ", }";
  };
  // 2^60 doubles are 2^63 bytes; the extent itself is fine.
  check_refused(shape("(1152921504606846976,)"), "too large");
  check_refused(shape("(4294967296, 4294967296)"), "too large");
  check_refused(shape("(2, 2, 2, 1152921504606846976)"), "too large");
  check_refused(shape("(0, 4294967296, 4294967296)"), "too large");
  check_refused(shape("(9223372036854775808,)"), "overflows");
  check_refused(shape("(18446744073709551616, 0)"), "overflows");
  check_refused(shape("(99999999999999999999999999999999999999,)"), "overflows");
  // The largest that is left: nothing of it overflows.
  const npy::header head = parse_dictionary(shape("(1152921504606838783,)"));
  CHECK(head.file_bytes() <= static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()));
}

TEST_CASE("npy header: more dimensions than any array has") {
  const auto shape = [](int dimensions) {
    std::string text = "{'descr': '<f8', 'fortran_order': False, 'shape': (";
    for (int i = 0; i < dimensions; ++i) text += "1, ";
    return text + ")}";
  };
  CHECK(parse_dictionary(shape(64)).shape.size() == 64);
  check_refused(shape(65), "more than 64 dimensions");
}

TEST_CASE("npy header: magic, version and length") {
  std::string text = with_dictionary(good);
  for (std::size_t i = 0; i < 6; ++i) {
    std::string wrong = text;
    wrong[i] = static_cast<char>(wrong[i] ^ 1);
    CHECK(refusal(wrong).find("not a .npy file") == 0);
  }
  CHECK(refusal("PK\x03\x04 an archive").find("not a .npy file") == 0);
  for (const auto& [major, minor] : std::vector<std::pair<int, int>>{
           {0, 0}, {0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 0}, {255, 255}}) {
    std::string wrong = text;
    wrong[6] = static_cast<char>(major);
    wrong[7] = static_cast<char>(minor);
    CHECK(refusal(wrong).find("version " + std::to_string(major) + "." + std::to_string(minor)) ==
          0);
  }
  // Shorter than the dictionary; longer than the file; longer than any header.
  std::string wrong = text;
  wrong[8] = static_cast<char>(wrong[8] - 1);
  CHECK(refusal(wrong) != "accepted");
  wrong[8] = static_cast<char>(wrong[8] + 2);
  CHECK(refusal(wrong).find("truncated") != std::string::npos);
  std::string huge = with_dictionary(good, 2);
  huge[11] = '\x7f';
  CHECK(refusal(huge).find("too long") != std::string::npos);
}

TEST_CASE("npy header: truncated at every byte") {
  for (char major : {'\1', '\2', '\3'}) {
    const std::string text = with_dictionary(good + "    \n", major);
    for (std::size_t n = 0; n < text.size(); ++n) {
      const std::string got = refusal(text.substr(0, n));
      INFO(n);
      CHECK(got.find(n == 0 ? "not a .npy file: it is empty" : "truncated") != std::string::npos);
    }
    CHECK(refusal(text) == "accepted");
  }
}

TEST_CASE("npy header: the dictionary cut at every byte") {
  for (std::size_t n = 0; n < good.size(); ++n) {
    INFO(n);
    CHECK(refusal(with_dictionary(good.substr(0, n))) != "accepted");
  }
}

TEST_CASE("npy header: a file's length must be the one it promises") {
  const npy::header head = parse_dictionary(good);
  npy::check_file_size(head, head.file_bytes());
  CHECK_THROWS_WITH_AS(npy::check_file_size(head, head.file_bytes() - 1),
                       doctest::Contains("truncated"), npy::error);
  CHECK_THROWS_WITH_AS(npy::check_file_size(head, head.file_bytes() + 1),
                       doctest::Contains("goes on after its array"), npy::error);
}

TEST_CASE("npy header: random damage is refused or harmless") {
  std::mt19937 random(20240229);
  const std::string alphabet =
      "{}()[],:'\" \n\\0123456789-+.LTrueFalsdescrhp<|>f\x93\xff" + std::string(1, '\0');
  const auto below = [&](std::size_t n) { return random() % n; };
  int accepted = 0;
  for (int round = 0; round < 200000; ++round) {
    std::string text = with_dictionary(good + "   \n", static_cast<char>(1 + below(3)));
    for (std::size_t n = 1 + below(3); n > 0; --n) {
      const std::size_t at = below(text.size());
      const char c = alphabet[below(alphabet.size())];
      switch (below(3)) {
        case 0:
          text[at] = c;
          break;
        case 1:
          text.insert(at, 1, c);
          break;
        default:
          text.erase(at, 1 + below(4));
          break;
      }
      if (text.empty()) break;
    }
    try {
      const npy::header head = parse(text);
      ++accepted;
      REQUIRE(head.shape.size() <= npy::max_dimensions);
      REQUIRE(head.data_offset <= text.size());
      std::size_t count = 1;
      for (std::size_t extent : head.shape) count *= extent;
      REQUIRE(head.count == count);
      REQUIRE(head.file_bytes() >= head.data_offset);
    } catch (const npy::error& e) {
      REQUIRE(std::string(e.what()).find('\n') == std::string::npos);
    }
  }
  CHECK(accepted > 100);  // the damage is not always fatal, so both ways were taken
}

TEST_CASE("npy header: what is written is read back") {
  for (npy::dtype type : {npy::dtype::f4, npy::dtype::f8, npy::dtype::u1, npy::dtype::u2,
                          npy::dtype::i2, npy::dtype::b1}) {
    for (const std::vector<std::size_t>& shape : std::vector<std::vector<std::size_t>>{
             {}, {0}, {7}, {3, 5}, {0, 4}, {100000, 100000}, {1, 2, 3, 4, 5, 6}}) {
      const std::string text = npy::format_header(type, shape);
      CHECK(text.size() % 64 == 0);
      CHECK(text.back() == '\n');
      const npy::header head = parse(text);
      CHECK(head.type == type);
      CHECK(head.shape == shape);
      CHECK_FALSE(head.fortran_order);
      CHECK(head.data_offset == text.size());
    }
  }
}

TEST_CASE("npy header: no header for what cannot exist") {
  constexpr std::size_t half = std::size_t{1} << 32;
  CHECK_THROWS_AS(npy::format_header(npy::dtype::f4, std::vector<std::size_t>{half, half}),
                  npy::error);
  CHECK_THROWS_AS(npy::format_header(npy::dtype::f4, std::vector<std::size_t>(65, 1)), npy::error);
}
