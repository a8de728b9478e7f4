/// \file quantities.hpp
/// Numbers with units, for people.
#pragma once

#include <string>

namespace bellcurve::command {

/// Three digits and a unit: "640 GB" (a GB is 10^9 bytes).
std::string bytes_text(double bytes);

/// "3.2 us" to "41 min" and "7.5 h".
std::string seconds_text(double seconds);

}  // namespace bellcurve::command
