// soak SECONDS [THREADS [SEED]]: random operations with random arguments from many threads, each
// compared with what one undisturbed thread gave for the same arguments, and a look at memory:
// after a warm-up nothing may be left over.
#include "allocations.hpp"
#include "operations.hpp"

#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace faults;

namespace {

using clock_type = std::chrono::steady_clock;

/// Arguments of each operation: so many kinds, every fourth of them small.
std::uint64_t kinds = 4;
std::uint64_t soak_seed = 1;

call make(std::size_t which, std::uint64_t kind) {
  drawing d(soak_seed * kinds + kind, kind % 4 == 3);
  return operations()[which].make(d);
}

/// Results of one thread, before all others.
std::vector<std::uint64_t> references() {
  std::vector<std::uint64_t> all;
  for (std::size_t o = 0; o < operations().size(); ++o)
    for (std::uint64_t k = 0; k < kinds; ++k) all.push_back(undisturbed(make(o, k)).hash());
  return all;
}

struct findings {
  std::atomic<long> done{0}, wrong{0};
  std::mutex lock;
  void report(std::size_t o, std::uint64_t kind, int threads, const char* what) {
    ++wrong;
    const std::lock_guard<std::mutex> hold(lock);
    std::printf("%s, arguments %llu, %d threads: %s\n", operations()[o].name.c_str(),
                static_cast<unsigned long long>(kind), threads, what);
  }
};

void work(std::uint64_t seed, clock_type::time_point end,
          const std::vector<std::uint64_t>& expected, findings& f) {
  support::random r(seed);
  while (clock_type::now() < end) {
    const auto o = static_cast<std::size_t>(r.below(static_cast<index_t>(operations().size())));
    const auto kind = static_cast<std::uint64_t>(r.below(static_cast<index_t>(kinds)));
    const int threads = static_cast<int>(r.below(4));  // 0: OpenMP's own choice
    try {
      const call c = make(o, kind);
      output out(c);
      c.run(threads, out.data());
      if (out.hash() != expected[o * kinds + kind]) f.report(o, kind, threads, "another result");
    } catch (const std::exception& e) {
      f.report(o, kind, threads, e.what());
    }
    ++f.done;
  }
}

/// All threads for so long; they end, and with them their workers.
void run(double seconds, int threads, int round, const std::vector<std::uint64_t>& expected,
         findings& f) {
  const auto end = clock_type::now() + std::chrono::duration_cast<clock_type::duration>(
                                           std::chrono::duration<double>(seconds));
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t) {
    const std::uint64_t own = (soak_seed << 20) + static_cast<std::uint64_t>(threads * round + t);
    all.emplace_back([&, own] { work(own, end, expected, f); });
  }
  for (std::thread& t : all) t.join();
}

/// What the library allocates must be the same to the byte. The rest is what the C library and
/// OpenMP keep of threads that have ended, for the next ones: some KiB, more only where more of
/// them were alive at once than before. A byte left behind by every call would be more within
/// minutes, a page within seconds.
constexpr std::size_t most_malloced = 64 << 10;
constexpr long most_resident = 1 << 10;
#if defined(BELLCURVE_SANITIZED) || defined(__clang__)
// A sanitizer keeps what is freed, to look at it; LLVM's OpenMP loses memory where teams change
// their size (tests/support/leaks.supp).
constexpr bool others_count = false;
#else
constexpr bool others_count = true;
#endif

struct memory {
  allocated ours;        ///< by operator new
  std::size_t malloced;  ///< by anybody: OpenMP, BLAS and the C library, too
  long resident;         ///< KiB of the process
};

memory now() {
  ::malloc_trim(0);  // what is free does not count
  memory m{live(), ::mallinfo2().uordblks + ::mallinfo2().hblkhd, 0};
  std::ifstream statm("/proc/self/statm");
  long pages = 0;
  statm >> pages >> pages;
  m.resident = pages * (::sysconf(_SC_PAGESIZE) / 1024);
  return m;
}

void print(const char* when, long done, const memory& m) {
  std::printf("%-8s %9ld operations, %8ld bytes in %5ld allocations, %9zu malloced, %7ld KiB\n",
              when, done, m.ours.bytes, m.ours.count, m.malloced, m.resident);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 5;
  const int threads = argc > 2 ? std::atoi(argv[2]) : 8;
  if (seconds >= 60) kinds = 48;  // references take their time, too
  if (argc > 3) soak_seed = std::strtoull(argv[3], nullptr, 10);
  constexpr int rounds = 10;
  // What is freed goes back to the system: one heap, whose end malloc_trim() gives back, and blocks
  // of their own from 128 KiB on, always.
  ::mallopt(M_ARENA_MAX, 1);
  ::mallopt(M_MMAP_THRESHOLD, 128 << 10);

  const std::vector<std::uint64_t> expected = references();
  findings f;
  run(seconds / rounds, threads, 0, expected, f);
  const memory first = now();
  print("warm", f.done, first);
  memory last = first;
  for (int k = 1; k < rounds; ++k) {
    run(seconds / rounds, threads, k, expected, f);
    last = now();
    print(std::to_string(k).c_str(), f.done, last);
  }
  const bool ours = last.ours == first.ours;
  const bool others = !others_count || (last.malloced <= first.malloced + most_malloced &&
                                        last.resident <= first.resident + most_resident);
  if (!ours) std::printf("the library did not give back all memory\n");
  if (!others) std::printf("memory grew\n");
  if (f.wrong != 0) std::printf("%ld operations went wrong\n", f.wrong.load());
  return ours && others && f.wrong == 0 ? 0 : 1;
}
