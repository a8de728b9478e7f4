// What the command reads and says: numbers, messages, the progress bar.
#include "errors.hpp"
#include "numbers.hpp"
#include "progress.hpp"

#include <doctest/doctest.h>

#include <array>
#include <clocale>
#include <cmath>
#include <limits>

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
