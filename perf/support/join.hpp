// Text put together from parts. (gcc 12 warns without reason of operator+ with
// temporary strings: its bug 105651.)
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace bellcurve::perf {

inline std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

}  // namespace bellcurve::perf
