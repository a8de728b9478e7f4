// Every public function as an operation that can be made, run and compared, for tests that disturb
// one: by lack of memory, by forks, by how it is called, by all of them for minutes.
#pragma once

#include "support/random.hpp"

#include <bellcurve/view.hpp>

#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace faults {

using bellcurve::array_view;
using bellcurve::index_t;
using bellcurve::matrix_view;

/// Where sizes and parameters come from.
class drawing : public support::random {
 public:
  /// \param small for calls too small for threads
  explicit drawing(std::uint64_t seed, bool small = false) : random(seed), small_(small) {}
  index_t between(index_t least, index_t most) { return least + below(most - least + 1); }
  /// An extent large enough for threads; small ones are from 0 on.
  index_t extent(index_t least, index_t most) { return small_ ? below(33) : between(least, most); }
  template <class T>
  std::vector<T> values(index_t count, double scale = 1, double offset = 0) {
    return support::normal<T>(count, 1, bits(), scale, offset);
  }
  /// Of any bits.
  template <class S>
  std::vector<S> integers(index_t count) {
    std::vector<S> v(static_cast<std::size_t>(count));
    for (S& x : v) x = static_cast<S>(bits());
    return v;
  }

 private:
  bool small_;
};

/// A call with arguments of its own. It may be made again, and by several threads at once, and all
/// that it writes goes to the memory it is given.
struct call {
  std::size_t bytes;  ///< of its output
  std::function<void(int threads, std::byte* out)> run;
};

struct operation {
  std::string name;
  call (*make)(drawing&);
  /// What it does does not depend on the caller's rounding mode.
  bool any_rounding = true;
};

/// All of them; the functions of one area each.
const std::vector<operation>& operations();
void add_rbf(std::vector<operation>& all);
void add_products(std::vector<operation>& all);
void add_plans(std::vector<operation>& all);
void add_block_cyclic(std::vector<operation>& all);
void add_kernels(std::vector<operation>& all);
void add_mixtures(std::vector<operation>& all);
void add_filters(std::vector<operation>& all);
void add_pooling(std::vector<operation>& all);

/// The first of the arguments that each operation may have: large enough for threads.
inline call first(const operation& o) {
  drawing d(1);
  return o.make(d);
}

/// Memory for the output of a call.
class output {
 public:
  static constexpr std::byte mark{0x5a};

  explicit output(const call& c) : bytes_(c.bytes, mark) {}
  std::byte* data() { return bytes_.data(); }
  void reset() { std::memset(bytes_.data(), static_cast<int>(mark), bytes_.size()); }
  bool untouched() const {
    for (const std::byte b : bytes_)
      if (b != mark) return false;
    return true;
  }
  friend bool operator==(const output& a, const output& b) { return a.bytes_ == b.bytes_; }
  /// FNV-1a, by words.
  std::uint64_t hash() const {
    std::uint64_t h = 14695981039346656037ULL;
    for (std::size_t at = 0; at < bytes_.size(); at += sizeof h) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes_.data() + at, std::min(sizeof word, bytes_.size() - at));
      h = (h ^ word) * 1099511628211ULL;
    }
    return h;
  }

 private:
  std::vector<std::byte> bytes_;  // aligned as operator new does
};

/// What it gives with one thread.
inline output undisturbed(const call& c) {
  output o(c);
  c.run(1, o.data());
  return o;
}

// --- for the areas --------------------------------------------------------------------------

template <class T>
T* as(std::byte* out) {
  return reinterpret_cast<T*>(out);
}
template <class T>
std::size_t bytes_of(index_t count) {
  return static_cast<std::size_t>(count) * sizeof(T);
}
/// Results that are returned, as bytes.
template <class T>
void store(const std::vector<T>& result, std::byte* out) {
  if (!result.empty()) std::memcpy(out, result.data(), result.size() * sizeof(T));
}
template <class T>
constexpr const char* suffix() {
  if constexpr (std::is_same_v<T, float>) return ".f32";
  if constexpr (std::is_same_v<T, double>) return ".f64";
  if constexpr (std::is_same_v<T, std::uint8_t>) return ".u8";
  if constexpr (std::is_same_v<T, std::uint16_t>) return ".u16";
  if constexpr (std::is_same_v<T, std::int16_t>) return ".i16";
}

/// An operation with its first arguments, and what one undisturbed thread makes of them.
struct prepared {
  std::string name;
  bool any_rounding;
  call c;
  output right;
};
std::vector<prepared> prepare();
/// Whether it comes out the same, to the bit.
bool right(const prepared& p, int threads);

}  // namespace faults
