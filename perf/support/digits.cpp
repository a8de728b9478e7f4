#include "digits.hpp"

#include <npy/reader.hpp>

#include <stdexcept>

namespace bellcurve::perf {

digit_set read_digits(const std::string& directory) {
  const npy::reader pixels(directory + "/digits.npy"), labels(directory + "/digits-labels.npy");
  const auto& shape = pixels.header().shape;
  if (shape.size() != 2 || pixels.header().fortran_order ||
      labels.header().shape != std::vector<std::size_t>{shape[0]}) {
    throw std::runtime_error(directory + ": expected n x d digits by rows and n labels");
  }
  const auto* p = pixels.data<std::uint8_t>();
  const auto* l = labels.data<std::uint8_t>();
  return {.count = static_cast<std::ptrdiff_t>(shape[0]),
          .features = static_cast<std::ptrdiff_t>(shape[1]),
          .pixels = {p, p + pixels.header().count},
          .labels = {l, l + labels.header().count}};
}

}  // namespace bellcurve::perf
