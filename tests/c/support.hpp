// What tests of the C interface share.
#pragma once

#include <bellcurve/bellcurve.h>
#include <bellcurve/error.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

namespace c_api {

#define CHECK_OK(call) CHECK_MESSAGE((call) == BELLCURVE_OK, bellcurve_last_error())

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// A struct of the C interface with its defaults.
#define INITIALIZED(S, name) \
  bellcurve_##S name;        \
  CHECK_OK(bellcurve_##S##_init(&name, sizeof name))

/// The call fails as the C++ expression throws: the same kind of error, the same message.
#define CHECK_SAME_ERROR(call, cpp)                                      \
  do {                                                                   \
    bool thrown = false;                                                 \
    const bellcurve_status status = (call);                              \
    const std::string message = bellcurve_last_error();                  \
    try {                                                                \
      cpp;                                                               \
    } catch (const bellcurve::error& e) {                                \
      thrown = true;                                                     \
      CHECK(message == e.what());                                        \
      CHECK(static_cast<int>(status) == static_cast<int>(e.code()) + 1); \
    }                                                                    \
    CHECK(thrown);                                                       \
  } while (false)

#define CHECK_FAILS(call, status, message)                   \
  do {                                                       \
    CHECK((call) == status);                                 \
    CHECK(std::string(bellcurve_last_error()) == (message)); \
  } while (false)

/// Called with `int* calls`: cancels at the first call.
inline int cancel(double, void* calls) {
  ++*static_cast<int*>(calls);
  return 0;
}

}  // namespace c_api
