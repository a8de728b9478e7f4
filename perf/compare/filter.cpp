#include "compare.hpp"

#include "perf/compare/scattered.hpp"
#include "perf/support/filter_work.hpp"
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"
#include "perf/support/opencv_peer.hpp"
#include "perf/support/plain_peer.hpp"

#include <bellcurve/error.hpp>
#include <bellcurve/filter.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace bellcurve::perf {
namespace {

/// One filter and the arrays it works on.
template <class S>
struct subject {
  std::string name;
  std::vector<index_t> shape;
  int sigma;
  filter_params params;
  const buffer<S>& in;
  const buffer<S>& out;

  subject(const std::string& what, std::vector<index_t> extents, int s, const buffer<S>& from,
          const buffer<S>& to)
      : name(join({what, ", sigma ", std::to_string(s)})),
        shape(std::move(extents)),
        sigma(s),
        params{.sigma = {static_cast<double>(s)}, .radius = {peer_radius<S>(s)}},
        in(from),
        out(to) {}

  void filter(int threads = 0) const {
    filter_options options;
    options.threads = threads;
    gaussian_filter(array_view<const S>(in.data(), shape), params, array_view<S>(out.data(), shape),
                    options);
  }
  std::function<void()> work(int threads = 0) const {
    return [this, threads] { filter(threads); };
  }
  double flop() const {
    return filter_flop(static_cast<double>(in.size()), shape.size(), params.radius.front());
  }
};

/// Copies the same bytes to the same place.
template <class S>
std::function<void()> copying(const subject<S>& s) {
  const auto* from = reinterpret_cast<const float*>(s.in.data());
  auto* to = reinterpret_cast<float*>(s.out.data());
  const std::size_t n = s.in.size() * sizeof(S) / sizeof(float) / 64 * 64;
  const isa best = available_isas().back();
  const bool stream = memory_bandwidth(best, n * sizeof(float), all_threads()).copy_streams;
  return [=] { copy_once(best, from, to, n, all_threads(), stream); };
}

template <class S>
void against_limits(const comparison& setup, const subject<S>& s, ratio_table& table) {
  setup.progress.say(s.name + " against the limits");
  table.add(s.name + " / copying the data", run_paired(s.work(), copying(s), setup.timing));
  const auto fma = [&] { fma_once<float>(available_isas().back(), s.flop(), all_threads()); };
  table.add(s.name + " / as many multiply-adds", run_paired(s.work(), fma, setup.timing));
}

template <class S>
void against_one_thread(const comparison& setup, const subject<S>& s, ratio_table& table) {
  if (all_threads() == 1) return;
  setup.progress.say(s.name + " against one thread");
  table.add(join({s.name, ": ", std::to_string(all_threads()), " threads / 1"}),
            run_paired(s.work(), s.work(1), setup.timing));
}

/// The largest difference; infinite where one is NaN.
template <class S>
double difference(const buffer<S>& a, const buffer<S>& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (!(d <= largest)) largest = std::isnan(d) ? std::numeric_limits<double>::infinity() : d;
  }
  return largest;
}

void require(const std::string& what, double difference, double tolerance) {
  if (difference <= tolerance) return;
  throw std::runtime_error(what + ": the two disagree, by up to " + digits(difference) +
                           ", more than " + digits(tolerance));
}

/// Threads that have nothing to do wait for some milliseconds before they sleep. Where two run
/// threads of their own, each would have those of the other beside it.
timed_work rested(std::function<void()> work) {
  return [work = timed(std::move(work))](long repetitions) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return work(repetitions);
  };
}

/// \param tolerance What the two may differ by.
template <class S>
void against_opencv(const comparison& setup, const subject<S>& s, double tolerance,
                    ratio_table& table) {
  const std::string what = s.name + " / OpenCV GaussianBlur";
  if (!opencv().missing.empty()) return table.skip(what, opencv().missing);
  setup.progress.say(what);
  opencv().functions->set_threads(all_threads());
  const auto blur = [&s](S* to) {
    const auto rows = static_cast<int>(s.shape[0]), cols = static_cast<int>(s.shape[1]);
    const auto taps = static_cast<int>(2 * peer_radius<S>(s.sigma) + 1);
    if constexpr (std::is_same_v<S, float>) {
      opencv().functions->blur_f32(s.in.data(), to, rows, cols, taps, s.sigma);
    } else {
      opencv().functions->blur_u8(s.in.data(), to, rows, cols, taps, s.sigma);
    }
  };
  const buffer<S> theirs(s.out.size());
  s.filter();
  blur(theirs.data());
  require(what, difference(s.out, theirs), tolerance);
  table.add(what, run_paired(rested(s.work()), rested([&] { blur(s.out.data()); }), setup.timing));
}
// float: sums of at most 257 terms below 1 along two axes. 8 bits: OpenCV rounds the taps to
// multiples of 1/256.
template <class S>
constexpr double opencv_tolerance = std::is_same_v<S, float> ? 1e-5 : 2;

paired_options few(const comparison& setup) {
  paired_options timing = setup.timing;
  timing.pairs = std::min(timing.pairs, 7);
  return timing;
}

void against_loops(const comparison& setup, const subject<float>& s, ratio_table& table) {
  const std::string what = s.name + " / C++ loops";
  const plain_peer& peer = plain(available_isas().back());
  if (!peer.missing.empty()) return table.skip(what, peer.missing);
  setup.progress.say(what);
  const buffer<float> between(s.out.size()), theirs(s.out.size());
  const auto loops = [&](float* to) {
    peer.of<float>().filter(s.in.data(), to, between.data(), s.shape[0], s.sigma);
  };
  s.filter();
  loops(theirs.data());
  require(what, difference(s.out, theirs), 1e-5);
  peer.functions->set_threads(all_threads());
  table.add(what, run_paired(
                      s.work(), [&] { loops(s.out.data()); }, few(setup)));
}

void against_scipy(const comparison& setup, const subject<float>& s, const char* operation,
                   ratio_table& table, python_peer& peer) {
  setup.progress.say(s.name + " / SciPy");
  s.filter();
  table.add_peer(s.name + " / SciPy", few(setup), s.work(), sum_of(s.out),
                 peer.prepare(join(
                     {operation, " ", std::to_string(s.shape[0]), " ", std::to_string(s.sigma)})));
}

void measure_floats(const comparison& setup, ratio_table& table, python_peer& peer) {
  const auto size = static_cast<std::size_t>(setup.side) * static_cast<std::size_t>(setup.side);
  const buffer<float> in = scattered<float>(size), out(size);
  for (const int sigma : {1, 2, 4, 8, 32}) {
    const subject<float> s("float32", {setup.side, setup.side}, sigma, in, out);
    against_limits(setup, s, table);
    against_opencv(setup, s, opencv_tolerance<float>, table);
    // At more than that they take seconds, and radii beyond small images.
    if (sigma <= 4) against_loops(setup, s, table);
    against_scipy(setup, s, "filter_image", table, peer);
    against_one_thread(setup, s, table);
  }
}

/// Without SciPy, which cuts fractions off after each axis: another picture.
void measure_bytes(const comparison& setup, ratio_table& table) {
  const auto size = static_cast<std::size_t>(setup.side) * static_cast<std::size_t>(setup.side);
  const buffer<float> values = scattered<float>(size);
  const buffer<std::uint8_t> in(size), out(size);
  for (std::size_t i = 0; i < size; ++i) in[i] = static_cast<std::uint8_t>(values[i] * 256);
  for (const int sigma : {1, 2, 8}) {
    const subject<std::uint8_t> s("uint8", {setup.side, setup.side}, sigma, in, out);
    against_limits(setup, s, table);
    against_opencv(setup, s, opencv_tolerance<std::uint8_t>, table);
    against_one_thread(setup, s, table);
  }
}

/// Of a volume: smaller with the images, for those who only try the program.
index_t volume_side(const comparison& setup) { return std::min(256, setup.side); }

void measure_volume(const comparison& setup, ratio_table& table, python_peer& peer) {
  const index_t side = volume_side(setup);
  const auto size = static_cast<std::size_t>(side * side * side);
  const buffer<float> in = scattered<float>(size), out(size);
  const subject<float> s("volume", {side, side, side}, 2, in, out);
  against_limits(setup, s, table);
  against_scipy(setup, s, "filter_volume", table, peer);
  against_one_thread(setup, s, table);
}

/// Why recursive filters of this kind cannot be had; empty if they can.
std::string recursive_missing(const subject<float>& s) {
  try {
    s.filter();
  } catch (const error& e) {
    if (e.code() != errc::bad_argument) throw;
    return e.what();
  }
  return "";
}

void measure_recursive(const comparison& setup, ratio_table& table) {
  const auto size = static_cast<std::size_t>(setup.side) * static_cast<std::size_t>(setup.side);
  const buffer<float> in = scattered<float>(size), out(size), by_fir(size);
  for (const int sigma : {8, 32, 200}) {
    const subject<float> fir("recursive", {setup.side, setup.side}, sigma, in, by_fir);
    subject<float> s("recursive", {setup.side, setup.side}, sigma, in, out);
    s.params.radius = {};
    s.params.method = filter_method::recursive;
    s.params.tolerance = 1e-4;
    const std::string missing = recursive_missing(s);
    if (!missing.empty()) {
      table.skip(s.name, missing);
      continue;
    }
    setup.progress.say(s.name);
    fir.filter();
    // Both are held against the Gaussian that is not truncated, from which fir differs by less
    // than 1e-4 along each axis.
    constexpr double both = 3e-4;
    require(s.name, difference(out, by_fir), both);
    table.add(s.name + " / copying the data", run_paired(s.work(), copying(s), setup.timing));
    table.add(s.name + " / truncated kernel", run_paired(s.work(), fir.work(), few(setup)));
    // At 200 it takes more than ten seconds.
    if (sigma <= 32) against_opencv(setup, s, both, table);
    against_one_thread(setup, s, table);
  }
}

}  // namespace

void compare_filter(const comparison& setup) {
  python_peer peer(setup.python);
  ratio_table table, recursive;
  measure_floats(setup, table, peer);
  measure_bytes(setup, table);
  measure_volume(setup, table, peer);
  measure_recursive(setup, recursive);
  setup.progress.clear();
  const std::string side = std::to_string(setup.side), deep = std::to_string(volume_side(setup));
  std::string title =
      join({"Gaussian filters of ", side, " x ", side, " pixels and of ", deep, " x ", deep, " x ",
            deep, ", ", std::to_string(all_threads()), " threads"});
  if (opencv().missing.empty()) title += std::string(", OpenCV ") + opencv().functions->version;
  setup.show(title, table);
  setup.show("Recursive filters, float32, tolerance 1e-4", recursive);
}

}  // namespace bellcurve::perf
