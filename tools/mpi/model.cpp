// bellcurve-mpi model: what work over many machines costs, on paper.
#include "agreement.hpp"
#include "commands.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include "quantities.hpp"

#include <bellcurve/mpi_model.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellcurve::command {
namespace {

struct arguments {
  std::string work, rows, features, pairs;
  std::optional<std::string> cols, columns, type, vector_type, ranks, bandwidth, latency, grid_rows,
      block;
  bool triangle = false;
};

/// 400000 or 4e5, from 1 on. \throws usage_error.
index_t whole_number(const char* name, const std::string& text) {
  const double value = parse_number(name, text);
  constexpr double most = 9007199254740992;  // 2^53: beyond, a double skips some
  if (!(value >= 1 && value <= most && value == std::floor(value)))
    throw usage_error(std::string(name) + " must be a whole number >= 1, got '" + text + "'");
  return static_cast<index_t>(value);
}

index_t type_bytes(const char* name, const std::string& text) {
  if (text == "f4") return 4;
  if (text == "f8") return 8;
  throw usage_error(std::string(name) + " must be f4 or f8, got '" + text + "'");
}

constexpr int most_ranks = 10000000;

/// What to forecast.
struct task {
  bool fill;
  bool triangle;
  mpi::work_size size;
  mpi::cluster on;
  std::vector<int> ranks = {1, 10, 100, 1000};
  std::optional<int> grid_rows;
  index_t block = 64;

  explicit task(const arguments& a);
};

task::task(const arguments& a) : fill(a.work == "fill"), triangle(a.triangle) {
  if (!fill && a.work != "apply")
    throw usage_error("the work must be fill or apply, got '" + a.work + "'");
  const auto only = [&](bool given, const char* option, bool of_fill) {
    if (given && fill != of_fill)
      throw usage_error(std::string(option) + " is for " + (of_fill ? "fill" : "apply"));
  };
  only(a.columns.has_value(), "--columns", false);
  only(a.vector_type.has_value(), "--vector-type", false);
  only(a.grid_rows.has_value(), "--grid-rows", true);
  only(a.block.has_value(), "--block", true);
  only(a.triangle, "--triangle", true);

  size.rows = whole_number("--rows", a.rows);
  size.cols = a.cols ? whole_number("--cols", *a.cols) : size.rows;
  size.features = whole_number("--features", a.features);
  if (a.columns) size.columns = whole_number("--columns", *a.columns);
  if (a.type) size.point_bytes = type_bytes("--type", *a.type);
  size.vector_bytes =
      a.vector_type ? type_bytes("--vector-type", *a.vector_type) : size.point_bytes;

  on.pairs_per_second = parse_number("--pairs", a.pairs);
  if (a.bandwidth) on.bytes_per_second = parse_number("--bandwidth", *a.bandwidth);
  if (a.latency) on.latency_seconds = parse_number("--latency", *a.latency);
  if (a.ranks) ranks = parse_integers("--ranks", *a.ranks, 1, most_ranks);
  if (a.grid_rows) grid_rows = parse_integer("--grid-rows", *a.grid_rows, 1, most_ranks);
  if (a.block) block = whole_number("--block", *a.block);
}

/// Rows of a grid that is as square as can be.
int squarest(int ranks) {
  int rows = 1;
  for (int r = 1; r <= ranks / r; ++r)
    if (ranks % r == 0) rows = r;
  return rows;
}

using line = std::vector<std::string>;

/// Columns as wide as what is in them, to the right.
std::string aligned(const std::vector<line>& lines) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const line& l : lines)
    for (std::size_t c = 0; c < l.size(); ++c) widths[c] = std::max(widths[c], l[c].size());
  std::string out;
  for (const line& l : lines) {
    for (std::size_t c = 0; c < l.size(); ++c)
      out += std::string((c == 0 ? 0 : 2) + widths[c] - l[c].size(), ' ') + l[c];
    out += '\n';
  }
  return out;
}

std::string table(task t) {
  std::vector<line> lines = {
      {"ranks", "sent", "memory/rank", "compute", "communication", "exposed", "in all"}};
  if (t.fill) lines.front().insert(lines.front().begin() + 1, "grid");
  for (const int ranks : t.ranks) {
    t.on.ranks = ranks;
    const int grid_rows = t.grid_rows.value_or(squarest(ranks));
    const mpi::forecast f = t.fill
                                ? mpi::forecast_fill(t.size, t.on, grid_rows, t.block, t.triangle)
                                : mpi::forecast_apply(t.size, t.on);
    lines.push_back({std::to_string(ranks), bytes_text(f.bytes_sent), bytes_text(f.bytes_per_rank),
                     seconds_text(f.compute_seconds), seconds_text(f.communication_seconds),
                     seconds_text(f.exposed_seconds), seconds_text(f.seconds())});
    if (!t.fill) continue;
    lines.back().insert(lines.back().begin() + 1,
                        std::to_string(grid_rows) + " x " + std::to_string(ranks / grid_rows));
  }
  return aligned(lines);
}

/// What the table is about.
std::string title_of(const task& t) {
  const auto type = [](index_t bytes) { return bytes == 4 ? "float32" : "float64"; };
  const double size = static_cast<double>(t.size.rows) * static_cast<double>(t.size.cols) *
                      static_cast<double>(t.size.point_bytes);
  std::string out = "K of " + std::to_string(t.size.rows) + " x " + std::to_string(t.size.cols) +
                    ", " + std::to_string(t.size.features) + " features, " +
                    type(t.size.point_bytes);
  if (t.fill) {
    out += ": " + bytes_text(size) + (t.triangle ? ", one triangle" : "");
  } else {
    out += ", times " + std::to_string(t.size.columns) + " columns of " + type(t.size.vector_bytes);
  }
  return out + "\na rank: " + to_text(t.on.pairs_per_second) + " pairs/s, " +
         bytes_text(t.on.bytes_per_second) + "/s, " + seconds_text(t.on.latency_seconds) +
         " a message\n";
}

const std::vector<argument_name> names = {
    {"rows", "--rows"},
    {"cols", "--cols"},
    {"features", "--features"},
    {"columns", "--columns"},
    {"pairs_per_second", "--pairs"},
    {"bytes_per_second", "--bandwidth"},
    {"latency_seconds", "--latency"},
    {"grid_rows", "--grid-rows"},
    {"block", "--block"},
};

constexpr const char* about = "Forecast bytes, memory and time of a matrix or a product";

constexpr const char* notes =
    "fill: mpi::distribute_points and rbf_kernel_local_slices, K over a ScaLAPACK grid, as square "
    "as\n"
    "can be unless told otherwise. apply: mpi::rbf_apply, which is bellcurve-mpi rbf-apply "
    "without\n"
    "its files. Bytes are counted exactly; times are a model of broadcasts and messages, and of\n"
    "--pairs elements of K a second on each rank: bellcurve-perf measures those. exposed: the\n"
    "communication that computing does not hide.\n"
    "\n"
    "Example:\n"
    "  bellcurve-mpi model apply --rows 1e7 --features 10 --pairs 1e10 --ranks 10,100,1000";

}  // namespace

entry add_model(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("model", about);
  sub->footer(notes);
  const auto a = std::make_shared<arguments>();
  sub->add_option("work", a->work, "fill or apply")->type_name("WORK")->required();
  sub->add_option("--rows", a->rows, "Points of X, such as 400000 or 4e5")
      ->type_name("N")
      ->required();
  sub->add_option("--cols", a->cols, "Points of Y; default as many")->type_name("M");
  sub->add_option("--features", a->features, "Of a point")->type_name("D")->required();
  sub->add_option("--columns", a->columns, "Of V; default 1")->type_name("C");
  sub->add_option("--type", a->type, "Of points and K: f4 (default) or f8")->type_name("TYPE");
  sub->add_option("--vector-type", a->vector_type, "Of V and the result; default as the points")
      ->type_name("TYPE");
  sub->add_option("--pairs", a->pairs, "Elements of K a second, each rank")
      ->type_name("P")
      ->required();
  sub->add_option("--ranks", a->ranks, "Default 1,10,100,1000")->type_name("R[,R...]");
  sub->add_option("--bandwidth", a->bandwidth, "Bytes a second from rank to rank; default 1e10")
      ->type_name("B");
  sub->add_option("--latency", a->latency, "Seconds of a message; default 2e-6")->type_name("S");
  sub->add_option("--grid-rows", a->grid_rows, "Rows of the grid of processes")->type_name("R");
  sub->add_option("--block", a->block, "Rows and columns of a block; default 64")->type_name("NB");
  sub->add_flag("--triangle", a->triangle, "Only one triangle of K");
  return {sub, [a] {
            at_root(ranks(MPI_COMM_WORLD), [&] {
              in_words_of(names, [&] {
                const task t(*a);
                std::cout << title_of(t) + table(t);
              });
            });
          }};
}

}  // namespace bellcurve::command
