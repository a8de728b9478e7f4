// bellcurve filter: an array or picture, smoothed or differentiated by Gaussians along its axes.
#include "alpha.hpp"
#include "array_input.hpp"
#include "commands.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include "output.hpp"
#include "progress.hpp"

#include "npy/npy.hpp"

#include <bellcurve/filter.hpp>
#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>
#include <bellcurve/kernels.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace bellcurve::command {
namespace {

struct arguments {
  std::string in, sigma, out;
  std::optional<std::string> order, mode, cval, truncate, radius, axes, method, tolerance, mask,
      min_weight, fill, threads;
  bool nan_missing = false, check_finite = false, verbose = false;
};

struct job {
  filter_params params;
  filter_options options;

  bool derivative() const {
    return std::ranges::any_of(params.order, [](int order) { return order != 0; });
  }
};

void check_inputs(const arguments& a) {
  if (a.in.empty()) throw usage_error("IN must name a file, got ''");
  if (!a.mask) return;
  if (a.mask->empty()) throw usage_error("--mask must name a file, got ''");
  if (a.in == "-" && *a.mask == "-") throw usage_error("only one input can be standard input");
}

void check_combinations(const arguments& a) {
  if (a.truncate && a.radius) throw usage_error("--truncate and --radius exclude each other");
  if (a.tolerance && a.method == "fir") {
    throw usage_error("--tolerance needs --method auto or recursive: fir is exact");
  }
  if (a.mask || a.nan_missing) return;
  if (a.min_weight) throw usage_error("--min-weight needs --mask or --nan-missing");
  if (a.fill) throw usage_error("--fill needs --mask or --nan-missing");
}

std::vector<border> parse_borders(std::string_view text) {
  std::vector<border> modes;
  for (;;) {
    const std::size_t comma = text.find(',');
    modes.push_back(parse_border(text.substr(0, comma)));
    if (comma == std::string_view::npos) return modes;
    text.remove_prefix(comma + 1);
  }
}

filter_params parse_params(const arguments& a) {
  constexpr int largest = std::numeric_limits<int>::max();
  filter_params p;
  p.sigma = parse_numbers("--sigma", a.sigma);
  if (a.order) p.order = parse_integers("--order", *a.order, 0, max_kernel_order);
  if (a.mode) p.mode = parse_borders(*a.mode);
  if (a.cval) p.cval = parse_number("--cval", *a.cval);
  if (a.truncate) p.truncate = parse_number("--truncate", *a.truncate);
  if (a.radius) {
    const std::vector<int> radius = parse_integers("--radius", *a.radius, 0, largest);
    p.radius.assign(radius.begin(), radius.end());
  }
  if (a.axes) p.axes = parse_integers("--axes", *a.axes, -max_axes, max_axes - 1);
  if (a.method) p.method = parse_filter_method(*a.method);
  if (a.tolerance) p.tolerance = parse_number("--tolerance", *a.tolerance);
  return p;
}

job parse(const arguments& a) {
  check_inputs(a);
  check_combinations(a);
  job j{parse_params(a), {}};
  filter_options& o = j.options;
  o.nan_is_missing = a.nan_missing;
  if (a.min_weight) o.min_weight = parse_number("--min-weight", *a.min_weight);
  if (a.fill) o.fill = parse_number("--fill", *a.fill);
  if (a.threads) o.threads = parse_integer("--threads", *a.threads, 0, most_threads);
  o.check_finite = a.check_finite;
  return j;
}

/// Of a picture rows and columns are filtered, and nothing else can be.
void choose_axes(const arguments& a, const array_input& in, format to, filter_params& p) {
  const std::size_t axes = in.shape().size();
  if (in.picture_channels() == 0) {
    if (to == format::png && axes == 3 && !a.axes) {
      throw usage_error(in.name() + " has 3 axes: --axes 0,1 says that the last one of " + a.out +
                        " holds channels");
    }
    return;
  }
  for (const int axis : p.axes) {
    if (axis == 0 || axis == 1) continue;
    throw usage_error("--axes must be 0 (rows) or 1 (columns) of a picture, got " +
                      std::to_string(axis));
  }
  if (!a.axes) p.axes = {0, 1};
}

/// A mask of rows and columns is that of every channel of a picture.
array_view<const std::uint8_t> fitted(array_view<const std::uint8_t> mask, const std::string& name,
                                      const array_input& in) {
  if (in.picture_channels() == 0) return mask;
  const std::vector<index_t> shape = in.shape();
  if (mask.axes() != 2 || mask.extent(0) != shape[0] || mask.extent(1) != shape[1]) {
    std::string got;
    for (index_t extent : mask.shape()) got += (got.empty() ? "" : " x ") + std::to_string(extent);
    throw usage_error(name + ": the mask must be " + std::to_string(shape[0]) + " x " +
                      std::to_string(shape[1]) + " (rows x columns of " + in.name() + "), got " +
                      (got.empty() ? "0 axes" : got));
  }
  if (in.picture_channels() == 1) return mask;
  return {mask.data(), {shape[0], shape[1], 1}, {mask.stride(0), mask.stride(1), 1}};
}

/// What the library's arguments are here.
std::vector<argument_name> names(const arguments& a) {
  return {
      {"in", title(a.in)},          {"mask", a.mask ? title(*a.mask) + ": the mask" : "the mask"},
      {"sigma", "--sigma"},         {"order", "--order"},
      {"mode", "--mode"},           {"cval", "--cval"},
      {"truncate", "--truncate"},   {"radius", "--radius"},
      {"axes", "--axes"},           {"method", "--method"},
      {"tolerance", "--tolerance"}, {"min_weight", "--min-weight"},
      {"fill", "--fill"},           {"threads", "--threads"},
      {"out", "the output"}};
}

/// Calls f with a value of the type, but not of bool, which is refused.
template <class F>
void with_type(npy::dtype type, const F& f) {
  const auto with_one_of = [&]<class... T>(T... value) {
    ((type == npy::dtype_of<T> ? f(value) : void()), ...);
  };
  with_one_of(float(), double(), std::uint8_t(), std::uint16_t(), std::int16_t());
}

/// Filters one input.
class filtering {
 public:
  filtering(const array_input& in, job& j)
      : in_(in),
        job_(j),
        shape_(in.shape()),
        alpha_(in.picture_channels() % 2 == 0 && in.picture_channels() > 0 && !j.derivative()) {}

  const std::vector<index_t>& shape() const noexcept { return shape_; }

  /// Derivatives of integers are neither integers nor positive.
  npy::dtype result_type() const {
    const npy::dtype type = in_.type();
    return job_.derivative() && type != npy::dtype::f8 ? npy::dtype::f4 : type;
  }

  /// Before anything is done: finds wrong parameters, too.
  std::vector<filter_choice> choices() const {
    std::vector<filter_choice> all;
    with_type(in_.type(), [&](auto element) {
      all = filter_choices(in_.view<decltype(element)>(), job_.params, job_.options);
    });
    return all;
  }

  /// \param to Room for the result. \param R Its type.
  template <class R>
  void operator()(R* to) {
    progress_bar bar("filter");
    job_.options.progress = bar.callback();
    const array_view<R> out(to, std::span<const index_t>(shape_));
    with_type(in_.type(), [&](auto element) {
      using S = decltype(element);
      constexpr bool derivatives = std::is_same_v<R, float> && std::is_integral_v<S>;
      if constexpr (std::is_same_v<R, S> || derivatives) {
        filter(in_.view<S>(), out);
      }
    });
  }

 private:
  template <class S, class R>
  void filter(array_view<const S> in, array_view<R> out) const {
    if constexpr (std::is_same_v<R, S> && (sizeof(S) == 1 || std::is_same_v<S, std::uint16_t>)) {
      if (alpha_) return filter_with_alpha(in, job_.params, out, job_.options);
    }
    gaussian_filter(in, job_.params, out, job_.options);
  }

  const array_input& in_;
  job& job_;
  std::vector<index_t> shape_;
  bool alpha_;
};

void print(const std::vector<filter_choice>& choices, const filter_options& o) {
  std::string text;
  for (const filter_choice& c : choices) {
    text += "axis " + std::to_string(c.axis) + "            " + std::string(to_string(c.method)) +
            ", sigma " + to_text(c.sigma);
    if (c.order != 0) text += ", derivative " + std::to_string(c.order);
    if (c.method == filter_method::fir) text += ", radius " + std::to_string(c.radius);
    text += "\n";
  }
  if (choices.empty()) text += "no axis is filtered: sigma is 0\n";
  text += "threads           at most " +
          std::to_string(o.threads == 0 ? default_threads() : o.threads) + "\n" +
          "instruction set   " + std::string(to_string(active_isa())) + "\n";
  std::fputs(text.c_str(), stderr);
}

void write_array(const arguments& a, filtering& work) {
  const std::vector<index_t>& shape = work.shape();
  npy::writer out(a.out, work.result_type(), std::vector<std::size_t>(shape.begin(), shape.end()));
  with_type(work.result_type(), [&](auto element) { work(out.data<decltype(element)>()); });
  out.commit();
}

void write_picture(const arguments& a, filtering& work) {
  files::new_file out(a.out);
  const std::vector<index_t>& shape = work.shape();
  png::picture p;
  p.height = static_cast<std::size_t>(shape[0]);
  p.width = static_cast<std::size_t>(shape[1]);
  p.channels = shape.size() == 3 ? static_cast<std::size_t>(shape[2]) : 1;
  const auto fill = [&](auto sample) {
    std::vector<decltype(sample)> samples(p.height * p.width * p.channels);
    work(samples.data());
    p.samples = std::move(samples);
  };
  if (work.result_type() == npy::dtype::u1) {
    fill(std::uint8_t());
  } else {
    fill(std::uint16_t());
  }
  write_png(out, p);
}

void run(const arguments& a) {
  const format to = output_format(a.out);
  job j = parse(a);
  if (to == format::png && j.derivative()) {
    throw usage_error(a.out + " cannot hold derivatives, which have a sign (a .npy file can)");
  }
  active_isa();  // a wrong BELLCURVE_ISA is known before any file is touched
  const array_input in(a.in);
  if (to == format::png) check_picture(a.out, in.name(), in.type(), in.shape());
  choose_axes(a, in, to, j.params);
  std::optional<mask_input> mask;
  if (a.mask) {
    mask.emplace(*a.mask);
    j.options.mask = fitted(mask->validity(), title(*a.mask), in);
  }
  filtering work(in, j);
  const std::vector<filter_choice> choices = work.choices();
  if (a.verbose) print(choices, j.options);
  to == format::png ? write_picture(a, work) : write_array(a, work);
}

constexpr const char* about = "Filter an array or picture with Gaussians along its axes";

constexpr const char* notes =
    "OUT is IN filtered along one axis after the other, as scipy.ndimage.gaussian_filter has it.\n"
    "Values separated by commas are for one axis each, in the order of --axes; a single one is\n"
    "for all of them.\n"
    "\n"
    "IN is a .npy file of float32, float64, uint8, uint16 or int16, all of whose axes are "
    "filtered\n"
    "unless --axes says which; or a .png file, whose rows and columns are, each channel for\n"
    "itself, colours by how much of them their alpha lets be seen. OUT is a .npy file of the type\n"
    "of IN, but float32 for derivatives of integers; or, of uint8 and uint16, a .png file.\n"
    "\n"
    "Modes, around a line abcd: reflect (default) dcba|abcd|dcba, mirror dcb|abcd|cba, nearest\n"
    "aaa|abcd|ddd, wrap bcd|abcd|abc, constant kkk|abcd|kkk with k from --cval.\n"
    "\n"
    "Examples:\n"
    "  bellcurve filter photo.png --sigma 2 -o soft.png\n"
    "  bellcurve filter photo.png --sigma 2 --order 0,1 -o slope.npy\n"
    "  bellcurve filter stack.npy --axes 1,2 --sigma 1.5 --mode nearest -o soft.npy\n"
    "  bellcurve filter volume.npy --sigma 3 --nan-missing --min-weight 0.5 -o whole.npy";

}  // namespace

entry add_filter(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("filter", about);
  sub->footer(notes);
  const auto a = std::make_shared<arguments>();
  const auto option = [&](const char* name, std::optional<std::string>& text, const char* help,
                          const char* type) { sub->add_option(name, text, help)->type_name(type); };
  sub->add_option("IN", a->in, "in.npy or in.png; - is a .npy file on standard input")
      ->type_name("FILE")
      ->required();
  sub->add_option("--sigma", a->sigma, "Standard deviation in samples, finite and >= 0; 0: none")
      ->type_name("S[,S...]")
      ->required();
  option("--order", a->order, "Derivative, 0 (default) to 4", "N[,N...]");
  option("--mode", a->mode, "What is beyond the borders, see below", "M[,M...]");
  option("--cval", a->cval, "Beyond the borders with constant; default 0", "C");
  option("--truncate", a->truncate, "The kernel ends at so many sigma; default 4", "T");
  option("--radius", a->radius, "Instead: samples of the kernel to either side", "R[,R...]");
  option("--axes", a->axes, "Which to filter; negative ones count from the last", "A[,A...]");
  option("--method", a->method, "auto (default), fir or recursive", "M");
  option("--tolerance", a->tolerance, "What auto and recursive may be off; default 0", "E");
  option("--mask", a->mask, "bool or uint8: 0 marks samples that are missing", "FILE.npy");
  sub->add_flag("--nan-missing", a->nan_missing, "NaN marks samples that are missing");
  option("--min-weight", a->min_weight, "Share of the kernel on samples that are there; default 0",
         "W");
  option("--fill", a->fill, "Where there is less, or none; default NaN, for integers 0", "V");
  option("--threads", a->threads, "Threads to use; default 0: as many as OpenMP would", "T");
  sub->add_flag("--check-finite", a->check_finite, "Reject NaN and infinity");
  sub->add_flag("--verbose", a->verbose, "Say on standard error what is done");
  sub->add_option("-o,--output", a->out, "out.npy or out.png; - is a .npy file on standard output")
      ->type_name("FILE")
      ->required();
  return {sub, [a] { in_words_of(names(*a), [&] { run(*a); }); }};
}

}  // namespace bellcurve::command
