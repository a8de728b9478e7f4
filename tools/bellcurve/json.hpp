/// \file json.hpp
#pragma once

#include <string>
#include <string_view>

namespace bellcurve::command {

/// \return The text as a JSON string, quotes included. Bytes beyond ASCII are
/// taken for Latin-1, so the result is valid whatever they were.
std::string json_string(std::string_view text);

}  // namespace bellcurve::command
