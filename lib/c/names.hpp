// Enums of the C interface: ints with the values of C++.
#pragma once

#include "status.hpp"

/// Next to the enum: the same value under both names.
#define BELLCURVE_C_SAME(in_c, in_cpp) \
  static_assert(static_cast<int>(in_c) == static_cast<int>(bellcurve::in_cpp))

/// bellcurve_<name>_name and bellcurve_<name>_parse, by to_string(), whose texts are literals and
/// so end with 0, and by `parser`.
#define BELLCURVE_C_NAMES(name, E, parser)                                              \
  const char* bellcurve_##name##_name(int which) {                                      \
    const char* text = nullptr;                                                         \
    (void)bellcurve::c::run(                                                            \
        [&] { text = bellcurve::to_string(static_cast<bellcurve::E>(which)).data(); }); \
    return text;                                                                        \
  }                                                                                     \
  BELLCURVE_C_PARSE(name, parser)
#define BELLCURVE_C_PARSE(name, parser)                                             \
  bellcurve_status bellcurve_##name##_parse(const char* name, int* which) {         \
    return bellcurve::c::run([&] {                                                  \
      const char* text = &bellcurve::c::at("name", name);                           \
      bellcurve::c::at("which", which) = static_cast<int>(bellcurve::parser(text)); \
    });                                                                             \
  }
