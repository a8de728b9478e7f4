// Costs on paper. Every term has its counterpart in apply.cpp, points.cpp or agreement.cpp, and a
// test counts what MPI is really given.
#include "../block_cyclic/layout.hpp"
#include "../edge/views.hpp"
#include "agreement.hpp"
#include "center.hpp"

#include <bellcurve/mpi_model.hpp>
#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace bellcurve::mpi {
namespace {

void check_positive(const char* name, double value) {
  if (std::isfinite(value) && value > 0) return;
  throw error(errc::bad_argument,
              std::string(name) + " must be finite and > 0, got " + edge::number(value));
}

void check_least(const char* name, index_t value, index_t least) {
  if (value >= least) return;
  throw error(errc::bad_argument, std::string(name) + " must be >= " + std::to_string(least) +
                                      ", got " + std::to_string(value));
}

void check_arguments(const work_size& s, const cluster& on) {
  check_least("rows", s.rows, 0);
  check_least("cols", s.cols, 0);
  check_least("features", s.features, 0);
  check_least("columns", s.columns, 0);
  check_least("point_bytes", s.point_bytes, 1);
  check_least("vector_bytes", s.vector_bytes, 1);
  check_least("ranks", on.ranks, 1);
  check_positive("pairs_per_second", on.pairs_per_second);
  check_positive("bytes_per_second", on.bytes_per_second);
  check_positive("latency_seconds", on.latency_seconds);
}

double real(index_t n) { return static_cast<double>(n); }

/// Seconds of a broadcast of so many bytes: a tree of messages for the latency; long ones are
/// scattered and gathered by all, so that each rank passes on about what it gets (R. Thakur,
/// R. Rabenseifner, W. Gropp, 2005).
double broadcast_seconds(double bytes, const cluster& on) {
  if (on.ranks == 1) return 0;
  const double twice = on.ranks == 2 ? 1 : 2 * (1 - 1.0 / on.ranks);
  return std::ceil(std::log2(on.ranks)) * on.latency_seconds + twice * bytes / on.bytes_per_second;
}

}  // namespace

forecast forecast_apply(const work_size& s, const cluster& on, bool center_given) {
  check_arguments(s, on);
  const index_t ranks = on.ranks,
                blocks = s.cols / rbf_apply_block + (s.cols % rbf_apply_block != 0);
  const double row_bytes =
      real(s.features) * real(s.point_bytes) + real(s.columns) * real(s.vector_bytes);
  const double others = real(ranks - 1);

  forecast f;
  constexpr double agreements = 4, values = 9;
  double control = agreements * agree_bytes + values * same_value_bytes + sizeof(long long);
  if (!center_given) control += mean_of_all<float>::bytes(s.features);
  f.bytes_sent = others * (real(s.cols) * row_bytes + real(ranks) * control);

  const double rows_here = std::ceil(real(s.rows) / real(ranks));
  const double most = real(std::min(s.cols, rbf_apply_block));
  constexpr double sums = 3 * sizeof(double);  // of all blocks, of one, and that one's own
  f.bytes_per_rank = 2 * most * row_bytes + rows_here * real(s.columns) * sums;

  f.compute_seconds = rows_here * real(s.cols) / on.pairs_per_second;
  // All blocks but the last are whole ones, so each but the first is sent while a whole one is
  // multiplied.
  const double hidden = rows_here * real(rbf_apply_block) / on.pairs_per_second;
  const auto send = [&](double times, index_t rows, double behind) {
    const double sending = broadcast_seconds(real(rows) * row_bytes, on);
    f.communication_seconds += times * sending;
    f.exposed_seconds += times * std::max(0.0, sending - behind);
  };
  if (blocks > 0) send(1, std::min(s.cols, rbf_apply_block), 0);
  if (blocks > 2) send(real(blocks - 2), rbf_apply_block, hidden);
  if (blocks > 1) send(1, s.cols - (blocks - 1) * rbf_apply_block, hidden);
  return f;
}

forecast forecast_fill(const work_size& s, const cluster& on, int grid_rows, index_t block,
                       bool triangle) {
  check_arguments(s, on);
  check_least("grid_rows", grid_rows, 1);
  check_least("block", block, 1);
  if (triangle && s.rows != s.cols) {
    throw error(errc::bad_shape, "a triangle needs as many columns as rows (" +
                                     std::to_string(s.rows) + "), got " + std::to_string(s.cols));
  }
  if (on.ranks % grid_rows != 0) {
    throw error(errc::bad_argument, "grid_rows must divide ranks (" + std::to_string(on.ranks) +
                                        "), got " + std::to_string(grid_rows));
  }
  const int grid_cols = on.ranks / grid_rows;
  // The process with the first block has the most, and is taken for root.
  const double rows = real(cyclic::spread{s.rows, block, grid_rows, 0}.here());
  const double cols = real(cyclic::spread{s.cols, block, grid_cols, 0}.here());
  const double point = real(s.features) * real(s.point_bytes);
  const double others = real(on.ranks - 1);

  forecast f;
  const double points = (real(s.rows) * grid_cols + real(s.cols) * grid_rows - rows - cols) * point;
  constexpr double agreements = 3, values = 10, place = 2 * sizeof(int);
  f.bytes_sent = points + others * (sizeof(long long) + place) +
                 others * real(on.ranks) * (agreements * agree_bytes + values * same_value_bytes);
  f.bytes_per_rank = rows * cols * real(s.point_bytes) + (rows + cols) * point;
  f.compute_seconds = rows * cols / (triangle ? 2 : 1) / on.pairs_per_second;
  f.communication_seconds =
      2 * others * on.latency_seconds + points / on.bytes_per_second;  // one rank after the other
  f.exposed_seconds = f.communication_seconds;
  return f;
}

}  // namespace bellcurve::mpi
