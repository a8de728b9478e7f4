// The file of floors: what ratios may be at most, by instruction set.
#pragma once

#include <iosfwd>
#include <map>
#include <string>

namespace bellcurve::perf {

/// By the name of a case the largest ratio that is allowed. Lines are "ISA CASE RATIO", with
/// anything from a # on a comment; those of other instruction sets are left out.
/// \throws std::runtime_error for a line that is none of this.
std::map<std::string, double> read_floors(std::istream& in, const std::string& isa);

}  // namespace bellcurve::perf
