#include "numbers.hpp"

#include "errors.hpp"

#include <charconv>
#include <string>
#include <system_error>

namespace bellcurve::command {
namespace {

[[noreturn]] void reject(std::string_view name, const std::string& expectation,
                         std::string_view got) {
  throw usage_error(std::string(name) + " must be " + expectation + ", got '" + std::string(got) +
                    "'");
}

}  // namespace

double parse_number(std::string_view name, std::string_view text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc::result_out_of_range) reject(name, "within the range of a double", text);
  if (code != std::errc() || end != text.data() + text.size()) reject(name, "a number", text);
  return value;
}

std::vector<double> parse_numbers(std::string_view name, std::string_view text) {
  std::vector<double> values;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view item = rest.substr(0, comma);
    if (item.empty()) reject(name, "a number or several separated by commas", text);
    values.push_back(parse_number(name, item));
    if (comma == std::string_view::npos) return values;
    rest.remove_prefix(comma + 1);
  }
}

int parse_integer(std::string_view name, std::string_view text, int low, int high) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || value < low || value > high) {
    reject(name, "an integer from " + std::to_string(low) + " to " + std::to_string(high), text);
  }
  return value;
}

}  // namespace bellcurve::command
