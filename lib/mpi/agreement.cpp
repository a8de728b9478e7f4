#include "agreement.hpp"

#include "../edge/views.hpp"

#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <string>

namespace bellcurve::mpi {
namespace {

/// What a process tells of its trouble. Longer messages are cut.
struct report {
  enum what { failed, out_of_memory, other };
  int kind = failed;
  int code = 0;
  std::array<char, 1016> message = {};

  void say(const char* text) noexcept {
    std::strncpy(message.data(), text, message.size() - 1);  // NOLINT: zeros behind it
  }
};

report report_of(const std::exception_ptr& trouble) noexcept {
  report r;
  try {
    std::rethrow_exception(trouble);
  } catch (const error& e) {
    r.code = static_cast<int>(e.code());
    r.say(e.what());
  } catch (const std::bad_alloc&) {
    r.kind = report::out_of_memory;
  } catch (const std::exception& e) {
    r.kind = report::other;
    r.say(e.what());
  } catch (...) {
    r.kind = report::other;
    r.say("an exception that is no std::exception");
  }
  return r;
}

[[noreturn]] void raise(const report& r, int rank) {
  if (r.kind == report::out_of_memory) throw std::bad_alloc();
  const std::string message = "rank " + std::to_string(rank) + ": " + r.message.data();
  if (r.kind == report::other) throw std::runtime_error(message);
  throw error(static_cast<errc>(r.code), message);
}

}  // namespace

void check(int code, const char* function) {
  if (code == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(code, text.data(), &length);
  throw error(errc::unavailable, std::string(function) + " failed: " + text.data());
}

communicator::communicator(MPI_Comm callers) {
  int started = 0, ended = 0, between = 0;
  MPI_Initialized(&started);
  if (started) MPI_Finalized(&ended);
  if (!started || ended) {
    throw error(errc::unavailable,
                std::string("MPI must be initialized, and not finalized, got ") +
                    (ended ? "one that is finalized" : "one that is not initialized"));
  }
  if (callers == MPI_COMM_NULL) {
    throw error(errc::bad_argument, "comm must be a communicator, got MPI_COMM_NULL");
  }
  check(MPI_Comm_test_inter(callers, &between), "MPI_Comm_test_inter");
  if (between) {
    throw error(errc::bad_argument,
                "comm must be a communicator within one group, got one between two");
  }
  check(MPI_Comm_dup(callers, &comm_), "MPI_Comm_dup");
  check(MPI_Comm_rank(comm_, &rank_), "MPI_Comm_rank");
  check(MPI_Comm_size(comm_, &size_), "MPI_Comm_size");
}

communicator::~communicator() { MPI_Comm_free(&comm_); }

void agree(const communicator& comm, const std::exception_ptr& mine) {
  constexpr int nobody = std::numeric_limits<int>::max();
  const int in_trouble = mine ? comm.rank() : nobody;
  int first = nobody;
  check(MPI_Allreduce(&in_trouble, &first, 1, MPI_INT, MPI_MIN, comm.get()), "MPI_Allreduce");
  if (first == nobody) return;
  report r;
  if (first == comm.rank()) r = report_of(mine);
  check(MPI_Bcast(&r, sizeof r, MPI_BYTE, first, comm.get()), "MPI_Bcast");
  if (r.kind == report::other && mine && first == comm.rank()) std::rethrow_exception(mine);
  raise(r, first);
}

std::array<double, most_values> check_same(const communicator& comm,
                                           std::initializer_list<same_value> values) {
  assert(values.size() <= most_values);
  constexpr double nobody = -std::numeric_limits<double>::infinity();
  // The largest of each and of its negative.
  std::array<double, 2 * most_values> both{}, most{};
  const std::size_t count = values.size();
  for (std::size_t i = 0; i < count; ++i) {
    const double value = values.begin()[i].value;
    both[2 * i] = std::isnan(value) ? nobody : value;
    both[2 * i + 1] = std::isnan(value) ? nobody : -value;
  }
  check(MPI_Allreduce(both.data(), most.data(), static_cast<int>(2 * count), MPI_DOUBLE, MPI_MAX,
                      comm.get()),
        "MPI_Allreduce");
  std::array<double, most_values> agreed{};
  for (std::size_t i = 0; i < count; ++i) {
    const same_value& v = values.begin()[i];
    const double largest = most[2 * i], smallest = -most[2 * i + 1];
    if (largest > smallest) {
      throw error(errc::bad_argument, std::string(v.name) + " must be the same on all ranks, got " +
                                          (v.is_mark ? "several"
                                                     : "from " + edge::number(smallest) + " to " +
                                                           edge::number(largest)));
    }
    agreed[i] = largest == smallest ? largest : std::numeric_limits<double>::quiet_NaN();
  }
  return agreed;
}

}  // namespace bellcurve::mpi
