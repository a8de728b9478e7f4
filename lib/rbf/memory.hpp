// The memory of one call, cut up as its plan says.
#pragma once

#include "../runtime/workspace.hpp"
#include "plan.hpp"

#include <algorithm>
#include <memory>
#include <span>

namespace bellcurve::rbf {

/// One thread's part.
template <class T>
struct scratch {
  T* panel_a;    ///< rows of x of the current task, centred and scaled
  T* panel_b;    ///< rows of y of the current task, likewise (as they are if direct)
  T* tile;       ///< cross terms, then K
  double* sums;  ///< squares of a block of rows: two numbers a row
  /// What the panels hold: first point and first feature, -1 for nothing.
  struct held {
    index_t point = -1, feature = -1;
    bool operator==(const held&) const = default;
  } a, b;
};

template <class T>
struct memory {
  T* center;
  T* own_norms_x;  ///< null if they are known
  T* own_norms_y;  ///< null if they are known or those of x
  const T* norms_x;
  const T* norms_y;  ///< norms_x if symmetric
  double* partial;   ///< sums of the blocks of the mean
  std::span<scratch<T>> threads;
  std::byte* product;  ///< plan.product_bytes

  /// \throws std::bad_alloc, or error if the caller's workspace is too small
  memory(const problem<T>& p, const plan<T>& plan) : arena_(plan.bytes(), p.workspace) {
    center = take<T>(p.d);
    own_norms_x = take_norms(plan.norms_x);
    own_norms_y = take_norms(plan.norms_y);
    norms_x = own_norms_x ? own_norms_x : p.known.norms_x;
    norms_y = p.symmetric ? norms_x : own_norms_y ? own_norms_y : p.known.norms_y;
    partial = take<double>(plan.mean_blocks * (p.d + 1));
    threads = {take<scratch<T>>(plan.threads), static_cast<std::size_t>(plan.threads)};
    for (scratch<T>& s : threads) {
      std::construct_at(&s);
      s.panel_a = take<T>(plan.panel_a_size);
      s.panel_b = take<T>(plan.panel_b_size);
      s.tile = take<T>(plan.tile_size);
      s.sums = take<double>(2 * plan.norm_rows);
    }
    product = arena_.template take<std::byte>(plan.product_bytes);
  }

 private:
  template <class U>
  U* take(index_t count) noexcept {
    return arena_.template take<U>(static_cast<std::size_t>(count));
  }

  /// The kernels read whole registers: what they read behind the end is 0.
  T* take_norms(index_t count) noexcept {
    if (count == 0) return nullptr;
    T* norms = take<T>(count);
    std::fill(norms + count - norms_padding<T>, norms + count, T(0));
    return norms;
  }

  runtime::workspace arena_;
};

}  // namespace bellcurve::rbf
