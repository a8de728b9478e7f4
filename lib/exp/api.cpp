#include "../runtime/dispatch.hpp"

#include <bellcurve/error.hpp>
#include <bellcurve/exp.hpp>

#include <functional>
#include <string>

namespace bellcurve {
namespace {

template <class T>
void run(std::span<const T> in, std::span<T> out) {
  if (in.size() != out.size()) {
    throw error(errc::bad_shape, "exp: out must have as many elements as in (" +
                                     std::to_string(in.size()) + "), got " +
                                     std::to_string(out.size()));
  }
  const std::less<const T*> before;
  const T* first = out.data();
  const bool apart =
      !before(first, in.data() + in.size()) || !before(in.data(), first + out.size());
  if (first != in.data() && !apart) {
    throw error(errc::bad_alias, "exp: out must be in itself or not overlap it, got an offset of " +
                                     std::to_string(first - in.data()) + " elements");
  }
  simd::of<T>(runtime::active_kernels()).exp(in.data(), out.data(), in.size());
}

}  // namespace

void exp(std::span<const float> in, std::span<float> out) { run(in, out); }
void exp(std::span<const double> in, std::span<double> out) { run(in, out); }

}  // namespace bellcurve
