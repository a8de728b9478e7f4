// What the command reads and says: numbers, messages, the progress bar.
#include "errors.hpp"
#include "numbers.hpp"
#include "progress.hpp"

#include <doctest/doctest.h>

#include <array>
#include <clocale>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace bellcurve::command;

TEST_CASE("numbers: all of the text or an error") {
  CHECK(parse_number("gamma", "1e-3") == 1e-3);
  CHECK(parse_number("gamma", "-2.5") == -2.5);
  CHECK(parse_number("gamma", ".5") == 0.5);
  CHECK(parse_number("gamma", "4e-320") == 4e-320);
  CHECK(std::isnan(parse_number("gamma", "nan")));
  CHECK(parse_number("gamma", "inf") == std::numeric_limits<double>::infinity());
  for (const char* text : {"", " 1", "1 ", "1x", "1,5", "0x10", "+1", "1e", "e1", "--1", "1_0",
                           "one", "1\n", "1.5.2", "-"}) {
    INFO(text);
    CHECK_THROWS_WITH_AS(parse_number("gamma", text),
                         (std::string("gamma must be a number, got '") + text + "'").c_str(),
                         usage_error);
  }
  CHECK_THROWS_WITH_AS(parse_number("gamma", "1e999"), doctest::Contains("range"), usage_error);
}

TEST_CASE("numbers: the locale does not matter") {
  // A decimal comma, where the machine knows such a locale; harmless where not.
  const char* german = std::setlocale(LC_ALL, "de_DE.UTF-8");
  CHECK(parse_number("gamma", "0.5") == 0.5);
  CHECK_THROWS_AS(parse_number("gamma", "0,5"), usage_error);
  std::setlocale(LC_ALL, "C");
  if (german == nullptr) MESSAGE("no de_DE.UTF-8 here: only the C locale was seen");
}

TEST_CASE("numbers: lists and integers") {
  CHECK(parse_numbers("lengthscale", "1") == std::vector<double>{1});
  CHECK(parse_numbers("lengthscale", "1,2.5,1e-3") == std::vector<double>{1, 2.5, 1e-3});
  for (const char* text : {"", ",", "1,", ",1", "1,,2", "1, 2", "1;2", "1,x"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_numbers("lengthscale", text), usage_error);
  }
  CHECK(parse_integer("threads", "0", 0, 8) == 0);
  CHECK(parse_integer("threads", "8", 0, 8) == 8);
  for (const char* text : {"", "9", "-1", "1.5", "1e1", "99999999999999999999", " 1", "1 "}) {
    INFO(text);
    CHECK_THROWS_WITH_AS(parse_integer("threads", text, 0, 8),
                         doctest::Contains("threads must be an integer from 0 to 8"), usage_error);
  }
}

TEST_CASE("messages: one line, whatever was in them") {
  CHECK(one_line("plain") == "plain");
  CHECK(one_line("a\nb\r\x1b[31m\x7f") == "a\\nb\\x0d\\x1b[31m\\x7f");
  CHECK(one_line("größe") == "größe");
}

TEST_CASE("messages: bytes that are no UTF-8 are written out") {
  for (const char* text : {"é", "€", "𝄞", "\u00a0", "\xed\x9f\xbf", "\xee\x80\x80", "\U0010ffff"}) {
    CHECK(one_line(text) == text);
  }
  CHECK(one_line("a\xff\x62") == "a\\xffb");
  CHECK(one_line("\xc3") == "\\xc3");           // cut off
  CHECK(one_line("\xe2\x82") == "\\xe2\\x82");  // cut off
  CHECK(one_line("\x80z") == "\\x80z");         // a continuation of nothing
  CHECK(one_line("\xc3(") == "\\xc3(");         // no continuation
  CHECK(one_line("\xc0\xaf") == "\\xc0\\xaf");  // longer than need be
  CHECK(one_line("\xc1\xbf") == "\\xc1\\xbf");
  CHECK(one_line("\xe0\x9f\xbf") == "\\xe0\\x9f\\xbf");
  CHECK(one_line("\xf0\x8f\xbf\xbf") == "\\xf0\\x8f\\xbf\\xbf");
  CHECK(one_line("\xed\xa0\x80") == "\\xed\\xa0\\x80");  // a surrogate
  CHECK(one_line("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");
  CHECK(one_line("\xf8\x88\x80\x80\x80") == "\\xf8\\x88\\x80\\x80\\x80");
  using namespace std::string_view_literals;
  CHECK(one_line("a\0b"sv) == "a\\x00b");
}

TEST_CASE("messages: no character begins a line, whatever it is encoded as") {
  CHECK(one_line("\u0085") == "\\xc2\\x85");  // next line
  CHECK(one_line("\u009b") == "\\xc2\\x9b");  // what terminals take for ESC [
  CHECK(one_line("\u2028") == "\\xe2\\x80\\xa8");
  CHECK(one_line("\u2029") == "\\xe2\\x80\\xa9");
}

TEST_CASE("messages: no character turns the direction of a line") {
  CHECK(one_line("a\u202e"
                 "b") == "a\\xe2\\x80\\xaeb");
  CHECK(one_line("\u2066") == "\\xe2\\x81\\xa6");
  for (const char* text : {"\u061c", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d",
                           "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    CHECK(one_line(text).starts_with("\\x"));
  }
  // Their neighbours, and letters that are written from right to left, are text.
  for (const char* text : {"\u061b", "\u061d", "\u200d", "\u2010", "\u2027", "\u202f", "\u2065",
                           "\u206a", "\u05d0", "\u0627"}) {
    CHECK(one_line(text) == text);
  }
}

TEST_CASE("messages: the library's arguments by the names that the caller wrote") {
  const std::vector<argument_name> names = {
      {"sigma", "--sigma"}, {"variance", "--variance"}, {"noise", "--noise"}, {"in", "a.npy"}};
  const auto said = [&](const char* message) { return reworded(names, message); };
  CHECK(said("sigma must be finite, got -1") == "--sigma must be finite, got -1");
  CHECK(said("sigma[1] must be > 0 in order, got 0") == "--sigma[1] must be > 0 in order, got 0");
  CHECK(said("variance + noise must be finite in float32, got 1 + 2") ==
        "--variance + --noise must be finite in float32, got 1 + 2");
  CHECK(said("1 / sigma^2 must be 1") == "1 / --sigma^2 must be 1");
  CHECK(said("rows of in must be 1") == "rows of a.npy must be 1");
  CHECK(said("sigmas must be 1") == "sigmas must be 1");
  CHECK(said("cancelled in sigma") == "cancelled in sigma");
  CHECK(said("") == "");
  // The code stays.
  try {
    in_words_of(names, [] { throw bellcurve::error(bellcurve::errc::bad_alias, "in must be 1"); });
    FAIL("not thrown on");
  } catch (const bellcurve::error& e) {
    CHECK(e.code() == bellcurve::errc::bad_alias);
    CHECK(std::string(e.what()) == "a.npy must be 1");
  }
}

TEST_CASE("numbers: integers, one or two, and back to text") {
  CHECK(parse_integers("size", "5", 1, 9) == std::vector<int>{5});
  CHECK(parse_integers("size", "5,1,9", 1, 9) == std::vector<int>{5, 1, 9});
  for (const char* text : {"", ",", "5,", "5,0", "5,10", "5,x", "5;6", "5, 6"}) {
    INFO(text);
    CHECK_THROWS_WITH_AS(parse_integers("size", text, 1, 9),
                         doctest::Contains("size must be an integer"), usage_error);
  }
  CHECK(for_both_axes("size", std::vector{5}) == std::array{5, 5});
  CHECK(for_both_axes("size", std::vector{5, 6}) == std::array{5, 6});
  CHECK_THROWS_AS(for_both_axes("size", std::vector{5, 6, 7}), usage_error);
  CHECK(to_text(0.1) == "0.1");
  CHECK(to_text(-2) == "-2");
  CHECK(to_text(1e300) == "1e+300");
}

TEST_CASE("progress: the line fits the terminal") {
  CHECK(progress_line("rbf", 0.25, 3, 40) == "rbf [###...........]  25%  0:00:09 left");
  CHECK(progress_line("rbf", 0, 3, 80) == "rbf [" + std::string(40, '.') + "]   0%");
  CHECK(progress_line("rbf", 1, 3, 30).find("100%  0:00:00 left") != std::string::npos);
  for (int width : {0, 1, 5, 20, 24, 30, 40, 80, 200}) {
    for (double fraction : {-1.0, 0.0, 1e-12, 0.5, 1.0, 2.0, std::nan("")}) {
      CHECK(progress_line("rbf", fraction, 1e6, width).size() <=
            static_cast<std::size_t>(std::max(width - 1, 0)));
    }
  }
}
