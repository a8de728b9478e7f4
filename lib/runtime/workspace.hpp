// One allocation per call, cut into aligned pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace bellcurve::runtime {

/// Cache lines and the widest register.
inline constexpr std::size_t alignment = 64;

constexpr std::size_t aligned_size(std::size_t bytes) noexcept {
  return (bytes + alignment - 1) / alignment * alignment;
}

/// Memory for a call: the caller's if given, else the heap's. Nothing is
/// initialised.
class workspace {
 public:
  /// \throws std::bad_alloc, or error(errc::bad_argument) if `given` is not
  /// empty and too small.
  workspace(std::size_t bytes, std::span<std::byte> given);

  /// The next `count` elements of T, aligned. The plan has counted them.
  template <class T>
  T* take(std::size_t count) noexcept {
    T* p = reinterpret_cast<T*>(next_);
    next_ += aligned_size(count * sizeof(T));
    return p;
  }

  /// What the caller must hand over so that `bytes` fit at any alignment.
  static constexpr std::size_t required(std::size_t bytes) noexcept {
    return bytes + alignment - 1;
  }

 private:
  std::unique_ptr<std::byte[]> owned_;
  std::byte* next_;
};

}  // namespace bellcurve::runtime
