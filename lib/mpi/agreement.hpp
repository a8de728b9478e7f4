// What all processes must know before any of them goes on: whether somebody is in trouble, and
// whether all were called with the same arguments.
#pragma once

#include <bellcurve/error.hpp>

#include <mpi.h>

#include <array>
#include <cstddef>
#include <exception>
#include <initializer_list>
#include <utility>

namespace bellcurve::mpi {

/// \throws error(errc::unavailable) unless an MPI function was successful
void check(int code, const char* function);

/// A duplicate of the caller's communicator: its messages and ours never meet.
class communicator {
 public:
  /// Collective. \throws error for none, for one between groups, or without MPI_Init: on every
  /// process by itself
  explicit communicator(MPI_Comm callers);
  communicator(const communicator&) = delete;
  communicator& operator=(const communicator&) = delete;
  ~communicator();

  MPI_Comm get() const noexcept { return comm_; }
  int rank() const noexcept { return rank_; }
  int size() const noexcept { return size_; }

 private:
  MPI_Comm comm_ = MPI_COMM_NULL;
  int rank_ = 0, size_ = 1;
};

/// Calls f(). \return what it threw, or null
template <class F>
std::exception_ptr attempt(F&& f) noexcept {
  try {
    std::forward<F>(f)();
    return nullptr;
  } catch (...) {
    return std::current_exception();
  }
}

/// Collective. If any process has something, all throw what the first of them has: an error with
/// its code and "rank R: " before its message, or std::bad_alloc. An exception that is neither,
/// from a callback of the caller's, is thrown again by the rank that has it. Allocates nothing if
/// all is well.
void agree(const communicator& comm, const std::exception_ptr& mine);

/// attempt and agree.
template <class F>
void together(const communicator& comm, F&& f) {
  agree(comm, attempt(std::forward<F>(f)));
}

/// An argument as a number.
struct same_value {
  const char* name;
  double value;          ///< NaN: this process does not care
  bool is_mark = false;  ///< the number means nothing
};

/// The most values that check_same() takes.
inline constexpr std::size_t most_values = 16;

/// Collective. \return The values that those who care have; NaN if nobody does
/// \throws error(errc::bad_argument), on all processes, naming the first that differs
std::array<double, most_values> check_same(const communicator& comm,
                                           std::initializer_list<same_value> values);

/// Bytes that agree() and check_same() take from each process, for each value: see model.cpp.
inline constexpr int agree_bytes = sizeof(int), same_value_bytes = 2 * sizeof(double);

}  // namespace bellcurve::mpi
