// The machine's limits, measured in the process that asks. Each is the best of
// several short runs, since a limit is what the machine can do when nothing
// disturbs it; each is measured once and then remembered.
#pragma once

#include <bellcurve/isa.hpp>

#include <cstddef>
#include <span>

namespace bellcurve::perf {

/// Threads that "all threads" means here.
int all_threads() noexcept;

/// Multiply-adds in registers, counted as two operations each. FLOP/s.
template <class T>
double fma_peak(isa which, int threads);

/// Bytes per second over buffers that hold `bytes` in all, divided among the
/// threads; the better of plain and streaming stores. Copy moves `bytes` from one
/// such buffer to another and counts both the bytes read and those written.
struct bandwidth {
  double fill;
  double read;
  double copy;
  bool fill_streams;  ///< streaming stores were the better
  bool copy_streams;
};
bandwidth memory_bandwidth(isa which, std::size_t bytes, int threads);

/// One kind of traffic alone, as in `bandwidth`. Bytes per second.
enum class traffic { fill, read, copy };
double bandwidth_of(traffic kind, isa which, std::size_t bytes, int threads);

/// The library's exp of non-positive numbers, 16 KiB in and 16 KiB out per
/// thread, in L1. Elements per second.
template <class T>
double exp_rate(isa which, int threads);

/// A limit as work, done once by so many threads: to take turns with what is held against it.
/// Memory is aligned to 64 bytes and n a multiple of 64.
void read_once(isa which, const float* data, std::size_t n, int threads);
void fill_once(isa which, float* data, std::size_t n, int threads, bool stream);
void copy_once(isa which, const float* in, float* out, std::size_t n, int threads, bool stream);
/// So many operations in all, as fma_peak() counts them, a whole number of its rounds a thread.
template <class T>
void fma_once(isa which, double flop, int threads);
/// n exponentials in all, as exp_rate() has them.
template <class T>
void exp_once(isa which, std::size_t n, int threads);

/// What a piece of work needs at least.
struct work {
  double flop = 0;   ///< as multiply-adds
  double exps = 0;   ///< exponentials
  double bytes = 0;  ///< moved; a copy reads half of them and writes the other half
  traffic kind = traffic::fill;
  double buffer = 0;  ///< bytes that are filled, read or copied over and over; 0: all, once
};

/// The limit that binds: the one under which the work takes longest.
struct roof {
  double seconds;
  const char* name;       ///< "fma", "exp", "fill", "read" or "copy"
  double arithmetic = 0;  ///< seconds that fma or exp alone would take, whichever is longer
};
/// \param arithmetic The instruction set of the multiply-adds; it differs from
/// `which` where a BLAS chooses for itself.
template <class T>
roof roof_of(const work& needed, isa which, isa arithmetic, int threads);

}  // namespace bellcurve::perf
