#include "workspace.hpp"

#include <bellcurve/error.hpp>

#include <string>

namespace bellcurve::runtime {

workspace::workspace(std::size_t bytes, std::span<std::byte> given) {
  const std::size_t needed = required(bytes);
  std::byte* base = given.data();
  if (given.empty()) {
    owned_ = std::unique_ptr<std::byte[]>(new std::byte[needed]);
    base = owned_.get();
  } else if (given.size() < needed) {
    throw error(errc::bad_argument, "workspace must have at least " + std::to_string(needed) +
                                        " bytes, got " + std::to_string(given.size()));
  }
  const std::size_t past = reinterpret_cast<std::uintptr_t>(base) % alignment;
  next_ = base + (past == 0 ? 0 : alignment - past);
}

}  // namespace bellcurve::runtime
