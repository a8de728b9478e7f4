#include "runner.hpp"

#include "perf/support/clock.hpp"
#include "perf/support/signed_rank.hpp"

#include <bellcurve/isa.hpp>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

namespace bellcurve::perf {
namespace {

/// A turn lasts long enough for the clock, and is as short as that allows: some then run
/// undisturbed on a busy machine.
constexpr double turn_seconds = 2e-5;

/// Makes the case's instruction set the active one for as long as it lives.
class active_scope {
 public:
  explicit active_scope(const std::string& name) {
    for (const isa which : available_isas()) {
      if (to_string(which) == name) set_isa(which);
    }
  }
  active_scope(const active_scope&) = delete;
  active_scope& operator=(const active_scope&) = delete;
  ~active_scope() { set_isa(before_); }

 private:
  isa before_ = active_isa();
};

}  // namespace

runner::runner(const catalog& cases, std::function<void(const std::string&)> before)
    : before_(std::move(before)) {
  for (const bench_case& c : cases) {
    measured_[c.name()].what = &c;
    auto* const registered = benchmark::RegisterBenchmark(
        c.name().c_str(), [this, &c](benchmark::State& state) { run(state, c); });
    registered->UseManualTime();
    if (c.rate) registered->Iterations(1);
  }
}

const measurement* runner::of(const std::string& name) const {
  const auto found = measured_.find(name);
  return found == measured_.end() ? nullptr : &found->second;
}

void runner::run(benchmark::State& state, const bench_case& c) {
  try {
    const active_scope scope(c.isa);
    c.rate ? run_limit(state, c) : run_work(state, c);
  } catch (const std::exception& e) {  // no memory, perhaps: the others may do
    keep({.what = &c, .failure = e.what()});
    state.SkipWithError(e.what());
  }
}

void runner::run_limit(benchmark::State& state, const bench_case& c) {
  before_(c.name());
  measurement m{.what = &c};
  for ([[maybe_unused]] auto _ : state) m.rate = c.rate();
  state.counters[c.counted.each] = m.rate;
  state.SetIterationTime(1e9 / m.rate);  // of a thousand million, so that times may be compared
  keep(m);
}

void runner::prepare(const bench_case& c) {
  if (prepared_ == &c) return;
  before_(c.name());
  prepared_ = nullptr;
  subject_ = {};  // frees what the last one had
  subject_ = c.prepare();
  subject_.piece();  // caches, threads, buffers of the BLAS
  for (batch_ = 1;; batch_ *= 2) {
    const double taken = seconds([&] {
      for (benchmark::IterationCount i = 0; i < batch_; ++i) subject_.piece();
    });
    if (taken >= turn_seconds) break;
  }
  prepared_ = &c;
}

void runner::run_work(benchmark::State& state, const bench_case& c) {
  prepare(c);
  std::vector<double> turns;
  while (state.KeepRunningBatch(batch_)) {
    const double taken = seconds([&] {
      for (benchmark::IterationCount i = 0; i < batch_; ++i) subject_.piece();
      benchmark::ClobberMemory();
    });
    turns.push_back(taken / static_cast<double>(batch_));
  }
  measurement m{.what = &c, .needed = subject_.needed, .limit = subject_.limit};
  // The best turn, since the limits are of best ones, too; and of it Google Benchmark is told, or
  // its file would hold the mean beside the best one's rate.
  m.seconds = *std::min_element(turns.begin(), turns.end());
  m.rate = subject_.amount / m.seconds;
  m.percent = 100 * m.limit.seconds / m.seconds;
  m.spread = 100 * (median(turns) / m.seconds - 1);

  state.SetIterationTime(m.seconds * static_cast<double>(state.iterations()));
  state.counters[c.counted.each] = m.rate;
  if (m.needed.flop > 0) state.counters[units::operations.each] = m.needed.flop / m.seconds;
  if (m.needed.bytes > 0) state.counters[units::moved_bytes.each] = m.needed.bytes / m.seconds;
  state.counters[counters::percent] = m.percent;
  state.counters[counters::spread] = m.spread;
  state.SetLabel(std::string("roof: ") + m.limit.name);
  keep(m);
}

void runner::keep(const measurement& m) {
  measurement& known = measured_[m.what->name()];
  if (known.rate == 0 || m.rate > known.rate) known = m;
}

}  // namespace bellcurve::perf
