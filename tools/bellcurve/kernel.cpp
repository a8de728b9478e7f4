// bellcurve kernel: the weights of a Gaussian kernel, as an array or a picture.
#include "commands.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include "output.hpp"

#include "npy/npy.hpp"

#include <bellcurve/isa.hpp>
#include <bellcurve/kernels.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellcurve::command {
namespace {

struct arguments {
  output_arguments out;
  std::optional<std::string> size, nsig, sigma, dims, center, theta, order, discretization,
      normalize, zoom;
};

struct job {
  int dims = 2;
  std::array<index_t, 2> size = {1, 1};  // the second one is not looked at with one axis
  kernel_2d_params params;
};

constexpr int largest_size = std::numeric_limits<int>::max();

/// A value for each axis that there is.
template <class T>
std::array<T, 2> for_axes(int dims, std::string_view name, const std::vector<T>& values) {
  if (dims == 1 && values.size() > 1) {
    throw usage_error(std::string(name) + " must be one value with --dims 1, got " +
                      std::to_string(values.size()));
  }
  return for_both_axes(name, values);
}

/// SciPy's choice: 4 standard deviations to either side, rounded.
std::array<index_t, 2> size_of(const kernel_2d_params& p) {
  const double c = std::cos(p.theta), s = std::sin(p.theta);
  std::array<index_t, 2> size{};
  for (std::size_t k = 0; k < 2; ++k) {
    const double own = p.sigma[k], other = p.sigma[1 - k];
    if (!(own >= 0) || std::isinf(own)) {
      throw usage_error("--sigma must be finite and >= 0, got " + to_text(own));
    }
    // What a turned ellipse has along this axis.
    const double along = p.theta == 0 ? own : std::hypot(own * c, other * s);
    const double radius = std::trunc(4 * along + 0.5);
    if (!(2 * radius + 1 <= largest_size)) {
      throw usage_error("--sigma must be smaller, or --size given, got " + to_text(own));
    }
    size[k] = 2 * static_cast<index_t>(radius) + 1;
  }
  return size;
}

/// sigma and size of a kernel that spans nsig standard deviations to either side.
void span_nsig(const arguments& a, job& j) {
  if (!a.size) throw usage_error("--nsig needs a --size");
  if (a.sigma) throw usage_error("--sigma and --nsig exclude each other");
  if (a.center || a.theta || a.order || a.discretization || a.normalize) {
    throw usage_error(
        "--nsig makes a centred kernel of cell masses whose sum is 1: --center, --theta, "
        "--order, --discretization and --normalize need --sigma instead");
  }
  const double nsig = parse_number("--nsig", *a.nsig);
  if (!(nsig > 0) || std::isinf(nsig)) {
    throw usage_error("--nsig must be finite and > 0, got " + to_text(nsig));
  }
  for (std::size_t k = 0; k < 2; ++k) {
    // The largest sigma is the limit already, equal weights.
    j.params.sigma[k] =
        std::min(static_cast<double>(j.size[k]) / nsig / 2, std::numeric_limits<double>::max());
  }
  j.params.discretization = discretization::mass;
  j.params.normalization = normalization::sum;
}

void shape(const arguments& a, job& j) {
  const auto numbers = [&](std::string_view name, const std::string& text) {
    return for_axes(j.dims, name, parse_numbers(name, text));
  };
  if (!a.sigma) throw usage_error("either --sigma or --size and --nsig must be given");
  j.params.sigma = numbers("--sigma", *a.sigma);
  if (a.center) {
    if (!a.size) throw usage_error("--center needs a --size");
    j.params.center = numbers("--center", *a.center);
  }
  if (a.theta) {
    if (j.dims == 1) throw usage_error("--theta needs --dims 2");
    j.params.theta = parse_number("--theta", *a.theta);
    if (!std::isfinite(j.params.theta)) {
      throw usage_error("--theta must be finite, got " + to_text(j.params.theta));
    }
  }
  if (a.order) {
    j.params.order =
        for_axes(j.dims, "--order", parse_integers("--order", *a.order, 0, max_kernel_order));
  }
  if (a.discretization) j.params.discretization = parse_discretization(*a.discretization);
  if (a.normalize) j.params.normalization = parse_normalization(*a.normalize);
  if (!a.size) j.size = size_of(j.params);
}

job parse(const arguments& a) {
  job j;
  if (a.dims) j.dims = parse_integer("--dims", *a.dims, 1, 2);
  if (a.size) {
    const std::array size =
        for_axes(j.dims, "--size", parse_integers("--size", *a.size, 1, largest_size));
    j.size = {size[0], size[1]};
  }
  if (a.nsig) {
    span_nsig(a, j);
  } else {
    shape(a, j);
  }
  return j;
}

/// What the library's arguments are here.
std::vector<argument_name> names() {
  return {{"sigma", "--sigma"},
          {"center", "--center"},
          {"theta", "--theta"},
          {"order", "--order"},
          {"discretization", "--discretization"},
          {"normalization", "--normalize"},
          {"out", "the output"}};
}

template <class T>
void compute(const job& j, T* out) {
  const kernel_2d_params& p = j.params;
  if (j.dims == 2) {
    gaussian_kernel_2d(p, matrix_view<T>(out, j.size[0], j.size[1]));
    return;
  }
  kernel_1d_params line{.sigma = p.sigma[0],
                        .center = std::nullopt,
                        .order = p.order[0],
                        .discretization = p.discretization,
                        .normalization = p.normalization};
  if (p.center) line.center = (*p.center)[0];
  gaussian_kernel_1d(line, array_view<T>(out, {j.size[0]}));
}

void write_array(const arguments& a, const job& j, npy::dtype type) {
  const std::array both = {static_cast<std::size_t>(j.size[0]),
                           static_cast<std::size_t>(j.size[1])};
  const std::span extents(both.data(), static_cast<std::size_t>(j.dims));
  npy::writer out(a.out.path, type, extents);
  if (type == npy::dtype::f4) {
    compute(j, out.data<float>());
  } else {
    compute(j, out.data<double>());
  }
  out.commit();
}

void write_picture(const arguments& a, const job& j, painting how) {
  // One axis is a row.
  const auto rows = static_cast<std::size_t>(j.dims == 1 ? 1 : j.size[0]);
  const auto cols = static_cast<std::size_t>(j.dims == 1 ? j.size[0] : j.size[1]);
  if (a.zoom) {
    how.zoom = static_cast<std::size_t>(
        parse_integer("--zoom", *a.zoom, 1, static_cast<int>(png::max_extent)));
  }
  check_picture_size(rows * how.zoom, cols * how.zoom);
  files::new_file out(a.out.path);
  std::vector<double> weights(rows * cols);
  compute(j, weights.data());
  write_png(out, paint(weights, rows, cols, how));
}

void run(const arguments& a) {
  const output_choice choice(a.out);
  if (a.zoom && choice.format != format::png) throw usage_error("--zoom needs a .png output");
  const job j = parse(a);
  active_isa();  // a wrong BELLCURVE_ISA is known before any file is touched
  if (choice.format == format::png) {
    write_picture(a, j, choice.how);
  } else {
    write_array(a, j, choice.dtype);
  }
}

constexpr const char* about = "Write the weights of a Gaussian kernel";

constexpr const char* notes =
    "Lengths are in cells; of two values the first is for rows, the second for columns, and one "
    "is\n"
    "for both. k.npy is float64 in C order; k.png a picture of it, least to greatest weight, row "
    "0\n"
    "at the top.\n"
    "\n"
    "Examples:\n"
    "  bellcurve kernel --size 21 --nsig 3 -o k.npy\n"
    "  bellcurve kernel --sigma 1.5 --dims 1 --discretization bessel -o k.npy\n"
    "  bellcurve kernel --size 9 --sigma 1.4 --center 5.5,4.2 -o k.npy\n"
    "  bellcurve kernel --sigma 6,2 --theta 0.5 --zoom 8 -o k.png";

}  // namespace

entry add_kernel(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("kernel", about);
  sub->footer(notes);
  const auto a = std::make_shared<arguments>();
  const auto option = [&](const char* name, std::optional<std::string>& text, const char* help,
                          const char* type) { sub->add_option(name, text, help)->type_name(type); };
  option("--size", a->size, "Cells along each axis; default int(4 sigma + 0.5) to either side",
         "N[,M]");
  option("--nsig", a->nsig, "With size: it spans S sigma to either side; cell masses, sum 1", "S");
  option("--sigma", a->sigma, "Standard deviation, finite and >= 0", "S[,S]");
  option("--dims", a->dims, "Axes: 2 (default) or 1", "D");
  option("--center", a->center,
         "From the first cell, with size; default the middle, (size - 1) / 2", "ROW[,COL]");
  option("--theta", a->theta, "Turns the axes from rows towards columns, in radians; only sampled",
         "RAD");
  option("--order", a->order, "Derivative, 0 (default) to 4", "N[,N]");
  option("--discretization", a->discretization, "sampled (default), mass or bessel", "HOW");
  option("--normalize", a->normalize, "sum (default): to sum 1; density; none: height 1", "HOW");
  add_output_options(*sub, a->out, "k.npy or k.png; - is a .npy file on standard output");
  option("--zoom", a->zoom, "Pixels along each side of a cell, default 1", "Z");
  return {sub, [a] { in_words_of(names(), [&] { run(*a); }); }};
}

}  // namespace bellcurve::command
