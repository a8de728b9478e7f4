// Structs that begin with their size, whichever version of the header they come from.
#pragma once

#include "status.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>

namespace bellcurve::c {

/// S as S's init function leaves it: one specialization for each S, from the defaults of C++.
template <class S>
S defaults();

/// No struct will ever be as large; a size beyond it is that of one which was never initialized,
/// and whose bytes are not to be looked at.
inline constexpr std::size_t largest_struct = 4096;

/// \param first What S had in the first version that had it: its size, as long as nothing has been
/// added to S.
inline void check_size(const char* name, std::size_t size, std::size_t first) {
  if (size >= first && size <= largest_struct) return;
  throw error(errc::bad_argument,
              std::string(name) + ".size must be from " + std::to_string(first) + " to " +
                  std::to_string(largest_struct) + " bytes, as its init function sets it, got " +
                  std::to_string(size));
}

/// The caller's struct as this version knows it; null: the defaults.
/// \throws error(errc::bad_argument) for a size that no version had, or bytes this one does not
/// know that are not 0
template <class S>
S read(const char* name, const S* given, std::size_t first = sizeof(S)) {
  S s = defaults<S>();
  if (!given) return s;
  const std::size_t size = given->size;
  check_size(name, size, first);
  const auto* bytes = reinterpret_cast<const unsigned char*>(given);
  std::memcpy(&s, bytes, std::min(size, sizeof(S)));
  s.size = sizeof(S);
  for (std::size_t i = sizeof(S); i < size; ++i) {
    if (bytes[i] == 0) continue;
    throw error(errc::bad_argument, std::string(name) + " must be 0 beyond the " +
                                        std::to_string(sizeof(S)) +
                                        " bytes that this version of the library knows, got " +
                                        std::to_string(bytes[i]) + " at byte " + std::to_string(i));
  }
  if constexpr (requires { s.reserved; }) {
    if (s.reserved != 0) {
      throw error(errc::bad_argument,
                  std::string(name) + ".reserved must be 0, got " + std::to_string(s.reserved));
    }
  }
  return s;
}

/// As much of s as fits the caller's struct, zeros behind it. The size stays the caller's.
template <class S>
void write(S& to, const S& s) noexcept {
  const std::size_t size = to.size;
  auto* bytes = reinterpret_cast<unsigned char*>(&to);
  std::memcpy(bytes, &s, std::min(size, sizeof(S)));
  if (size > sizeof(S)) std::memset(bytes + sizeof(S), 0, size - sizeof(S));
  to.size = size;
}

/// The caller's struct with its size and all defaults.
template <class S>
bellcurve_status init(const char* name, S* given, std::size_t size,
                      std::size_t first = sizeof(S)) noexcept {
  return run([&] {
    S& s = at(name, given);
    // Also of a wrong size, so that calls refuse the struct if nobody looks at this status.
    if (size >= sizeof(std::size_t)) s.size = size;
    check_size(name, size, first);
    write(s, defaults<S>());
  });
}

}  // namespace bellcurve::c

/// The init function of a struct.
#define BELLCURVE_C_INIT(S, name)                                           \
  bellcurve_status bellcurve_##S##_init(bellcurve_##S* name, size_t size) { \
    return bellcurve::c::init(#name, name, size);                           \
  }
