// Mixtures in JSON: what is understood, and what is said of what is not.
#include "mixture_file.hpp"

#include "files/error.hpp"

#include "support/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <numbers>
#include <string>
#include <vector>

using namespace bellcurve;
using command::parse_mixture;

namespace {

using values = std::vector<double>;

std::string message(const std::string& json) {
  try {
    parse_mixture(json);
  } catch (const files::error& e) {
    return e.what();
  }
  return "accepted";
}

/// Of a file whose only component is this.
std::string of_component(const std::string& fields) {
  return message("{\"components\": [{" + fields + "}]}");
}

gaussian_component component(const std::string& fields) {
  return parse_mixture("{\"components\": [{\"mean\": [1, 2], " + fields + "}]}").components.at(0);
}

}  // namespace

TEST_CASE("mixture file: all that can be said") {
  const mixture m = parse_mixture(R"({
    "components": [
      {"mean": [-1, -1.5], "covariance": [[1, 0.25], [0.25, 2e0]], "weight": 3},
      {"weight": 0, "covariance": 4, "mean": [1e3, -2]}
    ],
    "combination": "max"})");
  REQUIRE(m.components.size() == 2);
  CHECK(m.components[0].mean == values{-1, -1.5});
  CHECK(m.components[0].covariance == values{1, 0.25, 0.25, 2});
  CHECK(m.components[0].weight == 3);
  CHECK(m.components[1].mean == values{1000, -2});
  CHECK(m.components[1].covariance == values{4});
  CHECK(m.components[1].weight == 0);
  CHECK(m.combination == combination::max);
}

TEST_CASE("mixture file: what is left out") {
  const mixture m = parse_mixture(R"({"components": [{"mean": [0, 0], "covariance": 1}]})");
  CHECK(m.components.at(0).weight == 1);
  CHECK(m.combination == combination::sum);
  CHECK(parse_mixture(R"({"combination": "sum",
                          "components": [{"mean": [0, 0], "stddev": 1}]})")
            .combination == combination::sum);
}

TEST_CASE("mixture file: the ways to write a covariance") {
  CHECK(component("\"covariance\": 2").covariance == values{2});
  CHECK(component("\"covariance\": [2, 3]").covariance == values{2, 3});
  CHECK(component("\"stddev\": 3").covariance == values{9, 9});
  CHECK(component("\"stddev\": [2, 3]").covariance == values{4, 9});
  CHECK(component("\"stddev\": [2, 3], \"theta\": 0").covariance == values{4, 9});
}

TEST_CASE("mixture file: theta turns from x towards y") {
  const double sixth = std::numbers::pi / 6;
  const values c = component("\"stddev\": [3, 1], \"theta\": " + std::to_string(sixth)).covariance;
  REQUIRE(c.size() == 4);
  // The long axis is at 30 degrees above x: x and y grow together.
  CHECK(c[0] == doctest::Approx(9 * 0.75 + 0.25));
  CHECK(c[1] == doctest::Approx(8 * std::sqrt(0.75) * 0.5));
  CHECK(c[1] > 0);
  CHECK(c[2] == c[1]);
  CHECK(c[3] == doctest::Approx(9 * 0.25 + 0.75));
}

TEST_CASE("mixture file: mistakes of syntax have a line and a column") {
  CHECK(message("").find("parse error at line 1, column 1") == 0);
  CHECK(message("{\n \"components\": [}").find("parse error at line 2, column 17") == 0);
  CHECK(message("{\"components\": []} x").find("parse error at line 1") == 0);
  for (const char* json :
       {"{\"a\": NaN}", "{\"a\": Infinity}", "{'a': 1}", "{\"a\": 1,}", "{\"a\": .5}",
        "{\"a\": 01}", "// no\n{}", "{\"a\": \"\xff\"}", "[1", "\"", "nul", "{\"a\" 1}"}) {
    CAPTURE(json);
    CHECK(message(json).find("parse error at line ") == 0);
  }
  CHECK(message("{\"components\": 1e999}").find("1e999") != std::string::npos);
  // However long the text: the message is not.
  CHECK(message("{\"" + std::string(100000, 'a')).size() < 300);
}

TEST_CASE("mixture file: keys that are unknown or stand twice") {
  CHECK(message("{\"componets\": []}") ==
        "the file has the unknown key \"componets\", expected: components, combination");
  CHECK(of_component("\"mean\": [0, 0], \"covariance\": 1, \"colour\": 1") ==
        "components[0] has the unknown key \"colour\", expected: mean, covariance, stddev, theta, "
        "weight");
  CHECK(message("{\"components\": [], \"components\": []}") == "components stands there twice");
  CHECK(message("{\"components\": [{\"mean\": [0, 0]}, {\"mean\": 1, \"weight\": [[], {}], "
                "\"mean\": 1}]}") == "components[1].mean stands there twice");
}

TEST_CASE("mixture file: each field wrong in turn") {
  CHECK(message("[]") == "the file must be an object, got []");
  CHECK(message("{}") == "components is missing");
  CHECK(message("{\"components\": []}") ==
        "components must be an array of one or more objects, got []");
  CHECK(message("{\"components\": {}}") ==
        "components must be an array of one or more objects, got {}");
  CHECK(message("{\"components\": [1]}") == "components[0] must be an object, got 1");
  CHECK(message(R"({"components": [{"mean": [0, 0], "covariance": 1}], "combination": "min"})") ==
        "combination must be \"sum\" or \"max\", got \"min\"");
  CHECK(message(R"({"components": [{"mean": [0, 0], "covariance": 1}], "combination": 1})") ==
        "combination must be \"sum\" or \"max\", got 1");

  CHECK(of_component("\"covariance\": 1") == "components[0].mean is missing");
  for (const char* mean : {"1", "[1]", "[1,2,3]", "{}", "\"a\"", "null", "true"}) {
    CHECK(of_component(std::string("\"covariance\": 1, \"mean\": ") + mean) ==
          std::string("components[0].mean must be an array of 2 numbers, got ") + mean);
  }
  CHECK(of_component("\"covariance\": 1, \"mean\": [0, \"a\"]") ==
        "components[0].mean[1] must be a number, got \"a\"");

  const auto shape = [](const std::string& fields) {
    return of_component("\"mean\": [0, 0]" + fields);
  };
  CHECK(shape("") == "components[0] must have either a covariance or a stddev, got neither");
  CHECK(shape(", \"covariance\": 1, \"stddev\": 1") ==
        "components[0] must have either a covariance or a stddev, got both");
  CHECK(shape(", \"covariance\": 1, \"theta\": 1") ==
        "components[0].theta turns a stddev, but there is a covariance");
  CHECK(shape(", \"covariance\": [[1, \"a\"], [0, 1]]") ==
        "components[0].covariance[0][1] must be a number, got \"a\"");
  CHECK(shape(", \"covariance\": [[1, 0], 1]") ==
        "components[0].covariance[1] must be an array of 2 numbers, got 1");
  CHECK(shape(", \"covariance\": [1, [0, 1]]") ==
        "components[0].covariance[1] must be a number, got [0,1]");
  for (const char* covariance : {"[]", "[1,2,3]", "null", "{}"}) {
    CHECK(shape(std::string(", \"covariance\": ") + covariance) ==
          std::string("components[0].covariance must be a number, 2 numbers or a matrix of 2 x 2, "
                      "got ") +
              covariance);
  }
  CHECK(shape(", \"stddev\": 0") == "components[0].stddev must be > 0, got 0");
  CHECK(shape(", \"stddev\": [1, -2]") == "components[0].stddev[1] must be > 0, got -2");
  CHECK(shape(", \"stddev\": \"a\"") == "components[0].stddev must be a number, got \"a\"");
  CHECK(shape(", \"stddev\": 1, \"theta\": \"a\"") ==
        "components[0].theta must be a number, got \"a\"");
  CHECK(shape(", \"covariance\": 1, \"weight\": null") ==
        "components[0].weight must be a number, got null");
  // What is shown of a value is short.
  CHECK(shape(", \"covariance\": 1, \"weight\": \"" + std::string(100000, 'a') + "\"").size() <
        120);
}

TEST_CASE("mixture file: depth and size do no harm") {
  for (const char* bracket : {"[", "{\"a\":"}) {
    std::string deep;
    for (int i = 0; i < 200000; ++i) deep += bracket;
    CHECK(message(deep).find("is nested too deeply") != std::string::npos);
    CHECK(message("{\"components\": [{\"mean\": " + deep).find("is nested too deeply") !=
          std::string::npos);
  }
  std::string many = "{\"components\": [";
  for (int i = 0; i < 20000; ++i) {
    many += std::string(i == 0 ? "" : ",") + "{\"mean\":[0,0],\"covariance\":1}";
  }
  CHECK(parse_mixture(many + "]}").components.size() == 20000);
}

TEST_CASE("mixture file: numbers out of range are named") {
  CHECK(of_component("\"mean\": [0, 1e400], \"covariance\": 1") ==
        "components[0].mean[1] must be within the range of a double, got 1e400");
  CHECK(of_component("\"mean\": [0, 0], \"covariance\": [[1, 0], [0, -1e999]]") ==
        "components[0].covariance[1][1] must be within the range of a double, got -1e999");
  CHECK(
      of_component("\"mean\": [0, 0], \"covariance\": 1, \"weight\": 1" + std::string(400, '0')) ==
      "components[0].weight must be within the range of a double, got 1" + std::string(39, '0') +
          "...");
  CHECK(message("1e400") == "the file must be within the range of a double, got 1e400");
  // What underflows is 0, as everywhere.
  CHECK(component("\"covariance\": 1, \"weight\": 1e-400").weight == 0);
}

TEST_CASE("mixture file: a NUL byte is an error wherever it stands") {
  const std::string good = "{\"components\": [\n{\"mean\": [0, 0], \"covariance\": 1}]}";
  const auto with_nul = [&](std::size_t at) {
    std::string text = good;
    text.insert(at, 1, '\0');
    return message(text);
  };
  REQUIRE(message(good) == "accepted");
  CHECK(with_nul(0) == "parse error at line 1, column 1: a NUL byte");
  CHECK(with_nul(16) == "parse error at line 1, column 17: a NUL byte");
  CHECK(with_nul(17) == "parse error at line 2, column 1: a NUL byte");
  CHECK(with_nul(good.size()) == "parse error at line 2, column 36: a NUL byte");
  CHECK(message(good + "\n" + std::string(1, '\0') + "garbage") ==
        "parse error at line 3, column 1: a NUL byte");
  // In a key, written out as JSON has it, it is none.
  CHECK(message("{\"a\\u0000b\": 1, \"a\\u0000b\": 2}") == "a\\x00b stands there twice");
}

TEST_CASE("mixture file: a message is cut between characters") {
  // 39 bytes, then one of two.
  const std::string key = std::string(39, 'k') + "\u00e9\u00e9";
  CHECK(message("{\"" + key + "\": 1, \"" + key + "\": 1}") ==
        std::string(39, 'k') + "... stands there twice");
}

TEST_CASE("mixture file: a stddev is judged as such") {
  const auto of = [](const std::string& fields) {
    return of_component("\"mean\": [0, 0], " + fields);
  };
  CHECK(of("\"stddev\": 1e200") == "components[0].stddev must be from 1e-153 to 1e154, got 1e+200");
  CHECK(of("\"stddev\": [1, 1e-160]") ==
        "components[0].stddev[1] must be from 1e-153 to 1e154, got 1e-160");
  CHECK(of("\"stddev\": [1e154, 1e-153]") == "accepted");  // along the axes nothing is lost
  const char* const far =
      "components[0].stddev must be two numbers of which one is at most 1000 times the other with "
      "a "
      "theta, got ";
  CHECK(of("\"stddev\": [1, 9e-4], \"theta\": 0.5") == std::string(far) + "[1,0.0009]");
  CHECK(of("\"stddev\": [1e-7, 1], \"theta\": 0.5") == std::string(far) + "[1e-07,1]");
  CHECK(of("\"stddev\": [1e-7, 1], \"theta\": 0") == "accepted");
  CHECK(of("\"stddev\": [1, 1e-3], \"theta\": 0.5") == "accepted");
}

TEST_CASE("mixture file: a turned stddev keeps the accuracy that is documented") {
  // The determinant of the covariance is (sx sy)^2; what rounding of the four elements moves it by,
  // relative to itself, is what the density loses (half of it at the mean).
  support::random r(51);
  for (const double ratio : {1.0, 10.0, 999.0}) {
    for (int k = 0; k < 200; ++k) {
      const double sx = 0.5 + r.uniform(), theta = 6 * r.uniform() - 3;
      const double sy = r.below(2) == 0 ? sx / ratio : sx * ratio;
      char text[200];
      std::snprintf(text, sizeof text, "\"stddev\": [%.17g, %.17g], \"theta\": %.17g", sx, sy,
                    theta);
      const values c = component(text).covariance;
      REQUIRE(c.size() == 4);
      const long double determinant =
          static_cast<long double>(c[0]) * c[3] - static_cast<long double>(c[1]) * c[2];
      const long double exact =
          static_cast<long double>(sx) * sy * (static_cast<long double>(sx) * sy);
      REQUIRE(std::abs(static_cast<double>(determinant / exact - 1)) <=
              0x1p-51 * ratio * ratio + 0x1p-50);
      // The exponent at a point of the ellipse's own axes, E = (u^2 + v^2) / 2.
      const long double u = 20 * r.uniform() - 10, v = 20 * r.uniform() - 10;
      const long double cosine = std::cos(static_cast<long double>(theta)),
                        sine = std::sin(static_cast<long double>(theta));
      const long double x = cosine * sx * u - sine * sy * v, y = sine * sx * u + cosine * sy * v;
      const long double is = (c[3] * x * x - 2 * c[1] * x * y + c[0] * y * y) / (2 * determinant);
      const long double e = (u * u + v * v) / 2;
      REQUIRE(std::abs(static_cast<double>(is - e)) <=
              static_cast<double>(1 + e) * (0x1p-51 * ratio * ratio + 0x1p-50));
      REQUIRE(static_cast<double>(1 + e) * 0x1p-52 * ratio * ratio < 0x1p-24);
    }
  }
}

TEST_CASE("mixture file: what is no component is refused where it stands") {
  const auto of = [](const std::string& elements) {
    return message("{\"components\": [" + elements);  // without an end: nobody reads so far
  };
  const std::string good = R"({"mean": [0, 0], "covariance": 1}, )";
  for (const char* value : {"1", "-1", "0.5", "\"a\"", "\"\"", "null", "true", "[]", "[1]",
                            "[{\"a\":[null,-1.5]},\"b\",[]]"}) {
    CAPTURE(value);
    CHECK(of(std::string(value) + ", ") ==
          std::string("components[0] must be an object, got ") + value);
    CHECK(of(good + good + value + " ") ==
          std::string("components[2] must be an object, got ") + value);
  }
  // Of a long array as much is read as is shown.
  CHECK(of("[ 1, 2, 3, \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",") ==
        "components[0] must be an object, got [1,2,3,\"" + std::string(32, 'a') + "...");
  std::string ones = "[1";
  for (int i = 0; i < 30; ++i) ones += ",1";
  CHECK(of(ones) == "components[0] must be an object, got " + ones.substr(0, 40) + "...");
  CHECK(of("[[[[[[[[[") == "components[0][0][0][0][0][0][0]: is nested too deeply");
  // Elements of other arrays are others' matter.
  CHECK(message("{\"others\": [1], \"components\": []}").find("unknown key \"others\"") !=
        std::string::npos);
  CHECK(message("[[1]]") == "the file must be an object, got [[1]]");
  CHECK(message("{\"components\": {\"components\": [1]}}").find("components must be an array") ==
        0);
}

TEST_CASE("mixture file: reading takes a time in proportion to its length") {
  const auto seconds = [](int count) {
    std::string text = "{\"components\": [{\"mean\":[0,0],\"covariance\":1}";
    for (int i = 1; i < count; ++i) text += ",{\"mean\":[0,0],\"covariance\":1}";
    text += "]}";
    double best = 1e9;
    for (int k = 0; k < 3; ++k) {
      const std::clock_t start = std::clock();
      REQUIRE(parse_mixture(text).components.size() == static_cast<std::size_t>(count));
      best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return best;
  };
  // 16 times as long: 256 times as much work if it grew with the square.
  CHECK(seconds(64000) < 64 * (seconds(4000) + 1e-3));
}
