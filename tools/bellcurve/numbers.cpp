#include "numbers.hpp"

#include <charconv>
#include <system_error>

namespace bellcurve::command {
namespace {

[[noreturn]] void reject(std::string_view name, const std::string& expectation,
                         std::string_view got) {
  throw usage_error(std::string(name) + " must be " + expectation + ", got '" + std::string(got) +
                    "'");
}

template <class T, class Parse>
std::vector<T> parse_list(std::string_view name, const std::string& expectation,
                          std::string_view text, Parse&& parse) {
  std::vector<T> values;
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view item = rest.substr(0, comma);
    if (item.empty()) reject(name, expectation, text);
    values.push_back(parse(item));
    if (comma == std::string_view::npos) return values;
    rest.remove_prefix(comma + 1);
  }
}

}  // namespace

double parse_number(std::string_view name, std::string_view text) {
  double value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code == std::errc::result_out_of_range) reject(name, "within the range of a double", text);
  if (code != std::errc() || end != text.data() + text.size()) reject(name, "a number", text);
  return value;
}

int parse_integer(std::string_view name, std::string_view text, int low, int high) {
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size() || value < low || value > high) {
    reject(name, "an integer from " + std::to_string(low) + " to " + std::to_string(high), text);
  }
  return value;
}

std::vector<double> parse_numbers(std::string_view name, std::string_view text) {
  return parse_list<double>(name, "a number or several separated by commas", text,
                            [&](std::string_view item) { return parse_number(name, item); });
}

std::vector<int> parse_integers(std::string_view name, std::string_view text, int low, int high) {
  return parse_list<int>(
      name, "an integer or several separated by commas", text,
      [&](std::string_view item) { return parse_integer(name, item, low, high); });
}

std::string to_text(double value) {
  std::array<char, 32> text{};  // 24 characters at most
  const auto done = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), done.ptr};
}

}  // namespace bellcurve::command
