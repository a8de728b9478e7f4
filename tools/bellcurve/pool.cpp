// bellcurve pool: each block of a matrix or picture becomes one number.
#include "array_input.hpp"
#include "commands.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "samples.hpp"

#include "npy/npy.hpp"

#include <bellcurve/isa.hpp>
#include <bellcurve/pool.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace bellcurve::command {
namespace {

struct arguments {
  std::string in, out;
  std::optional<std::string> kernel, block, sigma, stride, remainder, mask, batch, threads;
  bool channels = false, check_finite = false;
};

struct job {
  std::optional<std::array<index_t, 2>> block;  // a Gaussian over it instead of a kernel
  kernel_2d_params gaussian;
  pool_options options;
};

constexpr int largest = std::numeric_limits<int>::max();

std::array<index_t, 2> extents(std::string_view name, const std::string& text) {
  const std::array both = for_both_axes(name, parse_integers(name, text, 1, largest));
  return {both[0], both[1]};
}

void check_inputs(const arguments& a) {
  int from_standard_input = 0;
  const auto look_at = [&](const char* name, const std::string& path) {
    if (path.empty()) throw usage_error(std::string(name) + " must name a file, got ''");
    from_standard_input += path == "-" ? 1 : 0;
  };
  look_at("IN", a.in);
  if (a.kernel) look_at("--kernel", *a.kernel);
  if (a.mask) look_at("--mask", *a.mask);
  if (from_standard_input > 1) throw usage_error("only one input can be standard input");
}

job parse(const arguments& a) {
  check_inputs(a);
  job j;
  if (a.kernel) {
    if (a.block || a.sigma) {
      throw usage_error("--kernel excludes --block and --sigma: it is used as it is");
    }
  } else {
    if (!a.block || !a.sigma) {
      throw usage_error("either --kernel or --block and --sigma must be given");
    }
    j.block = extents("--block", *a.block);
    j.gaussian.sigma = for_both_axes("--sigma", parse_numbers("--sigma", *a.sigma));
  }
  pool_options& o = j.options;
  if (a.stride) o.stride = extents("--stride", *a.stride);
  if (a.remainder) o.remainder = parse_remainder_mode(*a.remainder);
  if (a.batch) o.batch_axes = parse_integer("--batch", *a.batch, 0, max_axes);
  if (a.threads) o.threads = parse_integer("--threads", *a.threads, 0, most_threads);
  o.channels = a.channels;
  o.check_finite = a.check_finite;
  return j;
}

/// The shape of the result. \throws usage_error if the input has not the axes that were said.
std::vector<index_t> pooled_shape(const array_input& in, std::array<index_t, 2> block,
                                  const pool_options& o) {
  std::vector<index_t> shape = in.shape();
  const auto batch = static_cast<std::size_t>(o.batch_axes);
  const std::size_t wanted = batch + 2 + (o.channels ? 1 : 0);
  if (shape.size() != wanted) {
    throw usage_error(
        in.name() + " has " + std::to_string(shape.size()) + " axes, but " +
        std::to_string(wanted) +
        " are expected: rows, columns, those of --batch before and of --channels after");
  }
  for (std::size_t k = 0; k < 2; ++k) {
    const index_t stride = o.stride ? (*o.stride)[k] : block[k];
    index_t& extent = shape[batch + k];
    if (o.remainder == remainder_mode::error &&
        pooled_extent(extent, block[k], stride, remainder_mode::pad) !=
            pooled_extent(extent, block[k], stride, remainder_mode::crop)) {
      throw usage_error(in.name() + " has " + std::to_string(extent) +
                        (k == 0 ? " rows" : " columns") + ", which blocks of " +
                        std::to_string(block[k]) + " at a stride of " + std::to_string(stride) +
                        " do not fill (--remainder crop leaves the rest out, pad adds zeros)");
    }
    extent = pooled_extent(extent, block[k], stride, o.remainder);
  }
  return shape;
}

/// What the library's arguments are here.
std::vector<argument_name> names(const arguments& a) {
  return {{"in", title(a.in)},
          {"kernel", a.kernel ? title(*a.kernel) + ": the kernel" : "the kernel"},
          {"mask", a.mask ? title(*a.mask) + ": the mask" : "the mask"},
          {"block", "--block"},
          {"sigma", "--sigma"},
          {"stride", "--stride"},
          {"remainder", "--remainder"},
          {"batch_axes", "--batch"},
          {"threads", "--threads"},
          {"out", "the output"}};
}

/// What no valid cell has part in becomes 0.
template <class Sample>
std::vector<Sample> rounded(const std::vector<float>& values) {
  std::vector<Sample> samples(values.size());
  std::ranges::transform(values, samples.begin(), nearest_sample<Sample>);
  return samples;
}

/// Pools one input, by a kernel from a file or by a Gaussian.
class pooling {
 public:
  pooling(const arguments& a, job& j) : job_(j) {
    if (a.kernel) {
      kernel_.emplace(*a.kernel, "the kernel");
      kernel_->check_not_empty();
    }
    if (a.mask) {
      mask_.emplace(*a.mask, "the mask");
      job_.options.mask = mask_->validity();
    }
  }

  std::array<index_t, 2> block() const {
    if (job_.block) return *job_.block;
    return {kernel_->rows(), kernel_->cols()};
  }

  template <class R>
  void operator()(const array_input& in, array_view<R> out) {
    progress_bar bar("pool");
    job_.options.progress = bar.callback();
    if constexpr (std::is_same_v<R, double>) {
      pool(in.view<double>(), out);
    } else {
      switch (in.type()) {
        case npy::dtype::f4:
          return pool(in.view<float>(), out);
        case npy::dtype::u1:
          return pool(in.view<std::uint8_t>(), out);
        case npy::dtype::u2:
          return pool(in.view<std::uint16_t>(), out);
        case npy::dtype::i2:
          return pool(in.view<std::int16_t>(), out);
        case npy::dtype::f8:  // is pooled into double
        case npy::dtype::b1:  // is refused
          return;
      }
    }
  }

 private:
  template <class T, class R>
  void pool(array_view<const T> in, array_view<R> out) {
    if (!kernel_) {
      gaussian_pool(in, *job_.block, job_.gaussian, out, job_.options);
      return;
    }
    const std::vector<R> weights = kernel_->converted<R>();
    block_pool(in, matrix_view<const R>(weights, kernel_->rows(), kernel_->cols()), out,
               job_.options);
  }

  job& job_;
  std::optional<matrix_input> kernel_, mask_;
};

void write_array(const arguments& a, const array_input& in, const std::vector<index_t>& shape,
                 pooling& work) {
  const npy::dtype type = in.type() == npy::dtype::f8 ? npy::dtype::f8 : npy::dtype::f4;
  npy::writer out(a.out, type, std::vector<std::size_t>(shape.begin(), shape.end()));
  if (type == npy::dtype::f8) {
    work(in, array_view<double>(out.data<double>(), std::span(shape)));
  } else {
    work(in, array_view<float>(out.data<float>(), std::span(shape)));
  }
  out.commit();
}

void write_picture(const arguments& a, const array_input& in, const std::vector<index_t>& shape,
                   pooling& work) {
  files::new_file out(a.out);
  png::picture p;
  p.height = static_cast<std::size_t>(shape[0]);
  p.width = static_cast<std::size_t>(shape[1]);
  p.channels = shape.size() == 3 ? static_cast<std::size_t>(shape[2]) : 1;
  std::vector<float> values(p.height * p.width * p.channels);
  work(in, array_view<float>(values.data(), std::span(shape)));
  if (in.type() == npy::dtype::u1) {
    p.samples = rounded<std::uint8_t>(values);
  } else {
    p.samples = rounded<std::uint16_t>(values);
  }
  write_png(out, p);
}

void run(const arguments& a) {
  const format to = output_format(a.out);
  job j = parse(a);
  active_isa();  // a wrong BELLCURVE_ISA is known before any file is touched
  const array_input in(a.in);
  if (in.picture_channels() > 0) {
    if (a.batch || a.channels) throw usage_error("--batch and --channels are for .npy input");
    j.options.channels = in.picture_channels() > 1;
  }
  pooling work(a, j);
  const std::vector<index_t> shape = pooled_shape(in, work.block(), j.options);
  if (to == format::png) {
    if (j.options.batch_axes != 0) throw usage_error(a.out + " cannot hold a batch");
    check_picture(a.out, in.name(), in.type(), shape);
    write_picture(a, in, shape, work);
  } else {
    write_array(a, in, shape, work);
  }
}

constexpr const char* about = "Reduce each block of a matrix or picture to a weighted sum";

constexpr const char* notes =
    "OUT(i, j) is the sum over k, l of KERNEL(k, l) IN(i * stride + k, j * stride + l). A kernel\n"
    "from a file is used as it is, neither normalized nor flipped; --block and --sigma make a\n"
    "Gaussian one whose sum is 1. Where a mask leaves cells out, the weights of the others grow.\n"
    "\n"
    "IN is a .png file, each of whose channels is pooled, or a .npy file of float32, float64,\n"
    "uint8, uint16 or int16. OUT is a .npy file, float64 for float64 and float32 for all others,\n"
    "or, for uint8 and uint16, a .png file: rounded to the nearest sample.\n"
    "\n"
    "Examples:\n"
    "  bellcurve pool in.npy --kernel k.npy -o out.npy\n"
    "  bellcurve pool photo.png --block 4 --sigma 1.5 --remainder crop -o small.png\n"
    "  bellcurve pool images.npy --batch 1 --channels --block 2 --sigma 1 -o half.npy";

}  // namespace

entry add_pool(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("pool", about);
  sub->footer(notes);
  const auto a = std::make_shared<arguments>();
  const auto option = [&](const char* name, std::optional<std::string>& text, const char* help,
                          const char* type) { sub->add_option(name, text, help)->type_name(type); };
  sub->add_option("IN", a->in, "in.npy or in.png; - is a .npy file on standard input")
      ->type_name("FILE")
      ->required();
  option("--kernel", a->kernel, "The weights, a matrix; - is standard input", "FILE.npy");
  option("--block", a->block, "Instead: cells of a block", "N[,M]");
  option("--sigma", a->sigma, "With block: standard deviation in cells, finite and >= 0", "S[,S]");
  option("--stride", a->stride, "From one block to the next; default the block itself", "N[,M]");
  option("--remainder", a->remainder,
         "Where cells fill no block: error (default), crop, or pad with zeros", "HOW");
  option("--mask", a->mask, "bool or uint8, rows x columns: 0 marks cells that are left out",
         "FILE.npy");
  option("--batch", a->batch, "Axes of in.npy before its rows; default 0", "B");
  sub->add_flag("--channels", a->channels, "The last axis of in.npy holds channels");
  option("--threads", a->threads, "Threads to use; default 0: as many as OpenMP would", "T");
  sub->add_flag("--check-finite", a->check_finite, "Reject NaN and infinity in valid cells");
  sub->add_option("-o,--output", a->out, "out.npy or out.png; - is a .npy file on standard output")
      ->type_name("FILE")
      ->required();
  return {sub, [a] { in_words_of(names(*a), [&] { run(*a); }); }};
}

}  // namespace bellcurve::command
