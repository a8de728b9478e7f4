/// \file numbers.hpp
/// Numbers from the command line: all of the text or an error, whatever the locale.
#pragma once

#include "errors.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace bellcurve::command {

/// \param name What the number is called in the message.
/// \return The value; "nan" and "inf" are numbers here, their meaning is judged
/// by whoever takes them.
/// \throws usage_error naming the argument, its value and the expectation.
double parse_number(std::string_view name, std::string_view text);

/// Numbers separated by commas, at least one.
std::vector<double> parse_numbers(std::string_view name, std::string_view text);

/// An integer within [low, high].
int parse_integer(std::string_view name, std::string_view text, int low, int high);

/// Integers within [low, high] separated by commas, at least one.
std::vector<int> parse_integers(std::string_view name, std::string_view text, int low, int high);

/// A value for each axis of a matrix, rows first; a single one is for both.
template <class T>
std::array<T, 2> for_both_axes(std::string_view name, const std::vector<T>& values) {
  if (values.size() > 2) {
    throw usage_error(std::string(name) + " must be one value, or one for rows and one for " +
                      "columns, got " + std::to_string(values.size()));
  }
  return {values.front(), values.back()};
}

/// As short as reads back the same.
std::string to_text(double value);

}  // namespace bellcurve::command
