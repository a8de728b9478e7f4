#include "status.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <new>
#include <stdexcept>

namespace bellcurve::c {
namespace {

constexpr std::size_t longest_message = 1023;
// No string: it might have to be allocated when memory has run out.
thread_local char message[longest_message + 1] = "";

bellcurve_status keep(bellcurve_status status, const char* text) noexcept {
  const std::size_t length = std::min(std::strlen(text), longest_message);
  std::memcpy(message, text, length);
  message[length] = '\0';
  return status;
}

bellcurve_status status_of(errc code) noexcept {
  switch (code) {
    case errc::bad_argument:
      return BELLCURVE_BAD_ARGUMENT;
    case errc::bad_shape:
      return BELLCURVE_BAD_SHAPE;
    case errc::bad_stride:
      return BELLCURVE_BAD_STRIDE;
    case errc::bad_alias:
      return BELLCURVE_BAD_ALIAS;
    case errc::non_finite:
      return BELLCURVE_NON_FINITE;
    case errc::unavailable:
      return BELLCURVE_UNAVAILABLE;
    case errc::cancelled:
      return BELLCURVE_CANCELLED;
  }
  return BELLCURVE_INTERNAL;
}

// In the order of bellcurve_status.
constexpr const char* names[] = {
    "BELLCURVE_OK",          "BELLCURVE_BAD_ARGUMENT", "BELLCURVE_BAD_SHAPE",
    "BELLCURVE_BAD_STRIDE",  "BELLCURVE_BAD_ALIAS",    "BELLCURVE_NON_FINITE",
    "BELLCURVE_UNAVAILABLE", "BELLCURVE_CANCELLED",    "BELLCURVE_OUT_OF_MEMORY",
    "BELLCURVE_INTERNAL",
};

}  // namespace

bellcurve_status report() noexcept {
  try {
    throw;
  } catch (const error& e) {
    return keep(status_of(e.code()), e.what());
  } catch (const std::bad_alloc&) {
    return keep(BELLCURVE_OUT_OF_MEMORY, "out of memory");
  } catch (const std::length_error&) {  // more than a container could ever hold
    return keep(BELLCURVE_OUT_OF_MEMORY, "out of memory");
  } catch (const std::exception& e) {
    return keep(BELLCURVE_INTERNAL, e.what());
  } catch (...) {
    return keep(BELLCURVE_INTERNAL, "an exception of unknown type");
  }
}

}  // namespace bellcurve::c

const char* bellcurve_last_error(void) { return bellcurve::c::message; }

const char* bellcurve_status_name(int status) {
  const auto i = static_cast<std::size_t>(status);
  return i < std::size(bellcurve::c::names) ? bellcurve::c::names[i] : nullptr;
}
