/// \file numbers.hpp
/// Numbers from the command line: all of the text or an error, whatever the locale.
#pragma once

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

}  // namespace bellcurve::command
