// bellcurve heatmap: a mixture of Gaussians over a rectangle, as a picture or an array.
#include "commands.hpp"
#include "errors.hpp"
#include "mixture_file.hpp"
#include "numbers.hpp"
#include "output.hpp"
#include "progress.hpp"

#include "npy/npy.hpp"

#include <bellcurve/error.hpp>
#include <bellcurve/isa.hpp>
#include <bellcurve/mixture.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellcurve::command {
namespace {

struct arguments {
  output_arguments out;
  std::string mixture, size, extent;
  std::optional<std::string> threads;
  bool log = false;
};

struct job {
  index_t rows = 0, cols = 0;
  grid where;
  mixture_options options;
  bool log = false;
};

void check_ends(const char* axis, double first, double last, index_t samples) {
  for (double end : {first, last}) {
    if (!std::isfinite(end)) throw usage_error("--extent must be finite, got " + to_text(end));
  }
  if (samples <= 1) return;
  const std::string of_axis = std::string(axis) + " for " + std::to_string(samples) + " samples";
  if (first == last) {
    throw usage_error("--extent must have two different values of " + of_axis + ", got " +
                      to_text(first) + " twice");
  }
  const double step = (last - first) / static_cast<double>(samples - 1);
  if (!std::isfinite(step) || step == 0) {
    throw usage_error(
        "--extent must have steps within the range of a double between its values of " + of_axis +
        ", got " + to_text(first) + " and " + to_text(last));
  }
}

/// What the library's arguments are here.
std::vector<argument_name> names() { return {{"threads", "--threads"}, {"out", "the output"}}; }

job parse(const arguments& a) {
  job j;
  const std::array size =
      for_both_axes("--size", parse_integers("--size", a.size, 1, std::numeric_limits<int>::max()));
  j.rows = size[0];
  j.cols = size[1];
  const std::vector<double> e = parse_numbers("--extent", a.extent);
  if (e.size() != 4) {
    throw usage_error("--extent must be X0,X1,Y0,Y1, got " + std::to_string(e.size()) + " value" +
                      (e.size() == 1 ? "" : "s"));
  }
  check_ends("X", e[0], e[1], j.cols);
  check_ends("Y", e[2], e[3], j.rows);
  j.where = grid::between({e[0], e[2]}, {e[1], e[3]}, {j.cols, j.rows});
  if (a.threads) j.options.threads = parse_integer("--threads", *a.threads, 0, most_threads);
  j.log = a.log;
  if (a.mixture.empty()) throw usage_error("MIXTURE must name a file, got ''");
  return j;
}

/// \param out rows x cols: row i is y_i, column j is x_j.
template <class T>
void compute(const mixture& m, job& j, T* out) {
  // Axis 0 of the grid is x.
  const array_view<T> turned = matrix_view<T>(out, j.rows, j.cols).transposed();
  progress_bar bar("heatmap");
  j.options.progress = bar.callback();
  if (j.log) {
    mixture_logpdf(m, j.where, turned, j.options);
  } else {
    mixture_pdf(m, j.where, turned, j.options);
  }
}

void write_array(const arguments& a, const mixture& m, job& j, npy::dtype type) {
  const std::array shape = {static_cast<std::size_t>(j.rows), static_cast<std::size_t>(j.cols)};
  npy::writer out(a.out.path, type, shape);
  if (type == npy::dtype::f4) {
    compute(m, j, out.data<float>());
  } else {
    compute(m, j, out.data<double>());
  }
  out.commit();
}

void write_picture(const arguments& a, const mixture& m, job& j, painting how) {
  const auto rows = static_cast<std::size_t>(j.rows), cols = static_cast<std::size_t>(j.cols);
  check_picture_size(rows, cols);
  files::new_file out(a.out.path);
  std::vector<double> values(rows * cols);
  compute(m, j, values.data());
  how.upward = true;
  write_png(out, paint(values, rows, cols, how));
}

void run(const arguments& a) {
  const output_choice choice(a.out);
  job j = parse(a);
  active_isa();  // a wrong BELLCURVE_ISA is known before any file is touched
  const mixture m = read_mixture(a.mixture);
  try {
    if (choice.format == format::png) {
      write_picture(a, m, j, choice.how);
    } else {
      write_array(a, m, j, choice.dtype);
    }
  } catch (const error& e) {
    // What the library says of a component is about the file.
    if (!std::string_view(e.what()).starts_with("components")) throw;
    throw files::error(title(a.mixture) + ": " + e.what());
  }
}

constexpr const char* about = "Draw a mixture of Gaussians over a rectangle";

constexpr const char* notes =
    "MIXTURE is a JSON file:\n"
    "  {\"components\": [{\"mean\": [x, y], \"covariance\": [[a, b], [b, c]], \"weight\": w}, "
    "...]}\n"
    "covariance may also be [vx, vy] or v; instead of it \"stddev\": [sx, sy] or s, with "
    "\"theta\"\n"
    "to turn it from x to y. weight is 1 unless given. \"combination\": \"max\" beside components\n"
    "takes the greatest density instead of the sum.\n"
    "\n"
    "Value (i, j) is the density at (x_j, y_i). In the picture y points upward; in the array row "
    "0\n"
    "is Y0. The picture's colours go from the least value to the greatest.\n"
    "\n"
    "Examples:\n"
    "  bellcurve heatmap m.json --size 100 --extent=-3,3,-3,3 -o map.png\n"
    "  bellcurve heatmap m.json --size 480,640 --extent 0,4,0,3 --dtype f4 -o map.npy";

}  // namespace

entry add_heatmap(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("heatmap", about);
  sub->footer(notes);
  const auto a = std::make_shared<arguments>();
  sub->add_option("MIXTURE", a->mixture, "The components; - is standard input")
      ->type_name("FILE.json")
      ->required();
  sub->add_option("--size", a->size, "Rows and columns, or one value for both")
      ->type_name("H[,W]")
      ->required();
  sub->add_option("--extent", a->extent,
                  "x of the first and the last column, y of the first and the last row")
      ->type_name("X0,X1,Y0,Y1")
      ->required();
  sub->add_flag("--log", a->log, "The logarithm of the density");
  sub->add_option("--threads", a->threads, "Threads to use; default 0: as many as OpenMP would")
      ->type_name("T");
  add_output_options(*sub, a->out, "map.png or map.npy; - is a .npy file on standard output");
  return {sub, [a] { in_words_of(names(), [&] { run(*a); }); }};
}

}  // namespace bellcurve::command
