// Memory whose pages exist before anything is timed on it.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>

namespace bellcurve::perf {

/// n elements, aligned to 64 bytes, all written once: a first touch costs a page
/// fault and would be charged to whoever runs first.
template <class T>
class buffer {
 public:
  explicit buffer(std::size_t n)
      : data_(static_cast<T*>(::operator new(n * sizeof(T), alignment))), size_(n) {
    for (std::size_t i = 0; i < n; ++i) data_.get()[i] = T(0);
  }

  T* data() const noexcept { return data_.get(); }
  std::size_t size() const noexcept { return size_; }
  T* begin() const noexcept { return data(); }
  T* end() const noexcept { return data() + size_; }
  T& operator[](std::size_t i) const noexcept { return data()[i]; }

 private:
  static constexpr std::align_val_t alignment{64};
  struct release {
    void operator()(T* p) const noexcept { ::operator delete(p, alignment); }
  };
  std::unique_ptr<T[], release> data_;
  std::size_t size_;
};

}  // namespace bellcurve::perf
