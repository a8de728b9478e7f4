// Mixtures in JSON: any bytes are a mixture or one clear error; and the library makes a density of
// it, or says what is wrong.
#include "mixture_file.hpp"

#include "files/error.hpp"

#include "fuzz/support/input.hpp"

#include <cmath>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bellcurve::mixture m;
  try {
    m = bellcurve::command::parse_mixture({reinterpret_cast<const char*>(data), size});
  } catch (const bellcurve::files::error& e) {
    fuzz::check_message(e.what());
    FUZZ_CHECK(std::string_view(e.what()).size() < 1000);
    return 0;
  }
  FUZZ_CHECK(!m.components.empty());
  for (const auto& c : m.components) {
    FUZZ_CHECK(c.mean.size() == 2);
    FUZZ_CHECK(c.covariance.size() == 1 || c.covariance.size() == 2 || c.covariance.size() == 4);
  }
  if (m.components.size() > 50) return 0;
  std::vector<double> values(12, -1.0);
  const bool refused = fuzz::throws([&] {
    mixture_pdf(m, bellcurve::grid{}, bellcurve::array_view<double>(values.data(), {3, 4}));
  });
  for (const double v : values) FUZZ_CHECK(refused ? v == -1 : v >= 0);
  return 0;
}
