#include "names.hpp"
#include "views.hpp"

#include <bellcurve/c/isa.h>
#include <bellcurve/isa.hpp>

#include <algorithm>

namespace c = bellcurve::c;

BELLCURVE_C_SAME(BELLCURVE_ISA_SCALAR, isa::scalar);
BELLCURVE_C_SAME(BELLCURVE_ISA_SSE2, isa::sse2);
BELLCURVE_C_SAME(BELLCURVE_ISA_AVX2, isa::avx2);
BELLCURVE_C_SAME(BELLCURVE_ISA_AVX512, isa::avx512);
BELLCURVE_C_SAME(BELLCURVE_ISA_NEON64, isa::neon64);
BELLCURVE_C_PARSE(isa, parse_isa)

const char* bellcurve_isa_name(int which) {
  if (which < BELLCURVE_ISA_SCALAR || which > BELLCURVE_ISA_NEON64) return nullptr;
  return bellcurve::to_string(static_cast<bellcurve::isa>(which)).data();  // a literal
}

bellcurve_status bellcurve_available_isas(ptrdiff_t capacity, int* isas, ptrdiff_t* count) {
  return c::run([&] {
    const auto all = bellcurve::available_isas();
    const auto room = c::list("isas", isas, capacity);
    c::at("count", count) = std::ssize(all);
    for (std::size_t i = 0; i < std::min(all.size(), room.size()); ++i)
      room[i] = static_cast<int>(all[i]);
  });
}

bellcurve_status bellcurve_active_isa(int* which) {
  return c::run([&] { c::at("which", which) = static_cast<int>(bellcurve::active_isa()); });
}

bellcurve_status bellcurve_set_isa(int which) {
  return c::run([&] { bellcurve::set_isa(static_cast<bellcurve::isa>(which)); });
}
