// The JSON of ratios.
#include "perf/support/ratio_record.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>
#include <string>

using namespace bellcurve::perf;

namespace {

paired_result result(double ratio) {
  return {.ratio = ratio,
          .band = {ratio / 2, ratio * 2, 0.95},
          .seconds_a = 0.25,
          .seconds_b = 1e-6,
          .pairs = 7};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("rows stand under their parts, with all their figures") {
  ratio_record record;
  record.begin("first");
  record.add("a / b", result(0.123456));
  record.begin("second");
  record.add("c \"d\" \\ e", result(3));
  const std::string json = record.json("program --only x");
  CHECK(has(json, R"("command": "program --only x")"));
  CHECK(has(json, R"({"part": "first", "name": "a / b",)"));
  CHECK(has(json, R"("median": 0.1235, "low": 0.06173, "high": 0.2469,)"));
  CHECK(has(json, R"("seconds_a": 0.25, "seconds_b": 1e-06, "pairs": 7})"));
  CHECK(has(json, R"({"part": "second", "name": "c \"d\" \\ e",)"));
  CHECK(has(json, R"("machine": {"cpu": ")"));
}

TEST_CASE("what JSON has no number for is null") {
  ratio_record record;
  record.add("a", result(std::numeric_limits<double>::infinity()));
  CHECK(has(record.json(""), R"("median": null)"));
}

TEST_CASE("a file that cannot be written is an error") {
  CHECK_THROWS_AS(ratio_record().write("/nonexistent/directory/x.json", ""), std::runtime_error);
}
