#include "output.hpp"

#include "errors.hpp"
#include "numbers.hpp"
#include "progress.hpp"

#include <unistd.h>

#include <algorithm>

namespace bellcurve::command {
namespace {

constexpr const char* needs_png = " needs a .png output";

npy::dtype parse_dtype(const std::string& name) {
  if (name == "f4") return npy::dtype::f4;
  if (name == "f8") return npy::dtype::f8;
  throw usage_error("--dtype must be f4 or f8, got '" + name + "'");
}

int parse_depth(const std::string& text) {
  if (text == "8") return 8;
  if (text == "16") return 16;
  throw usage_error("--depth must be 8 or 16, got '" + text + "'");
}

}  // namespace

void check_output(const std::string& path) {
  if (path.empty()) throw usage_error("--output must name a file, got ''");
  if (path == "-" && ::isatty(STDOUT_FILENO) != 0) {
    throw usage_error("standard output is a terminal, which is no place for a .npy file");
  }
}

format output_format(const std::string& path) {
  check_output(path);
  if (path == "-" || path.ends_with(".npy")) return format::npy;
  if (path.ends_with(".png")) return format::png;
  throw usage_error("--output must end in .npy or .png, or be -, got '" + path + "'");
}

output_choice::output_choice(const output_arguments& a) : format(output_format(a.path)) {
  if (a.dtype) dtype = parse_dtype(*a.dtype);
  if (a.colormap) how.map = parse_colormap(*a.colormap);
  if (a.depth) how.depth = parse_depth(*a.depth);
  if (format == format::npy) {
    if (a.colormap) throw usage_error(std::string("--colormap") + needs_png);
    if (a.depth) throw usage_error(std::string("--depth") + needs_png);
  } else if (a.dtype) {
    throw usage_error("--dtype needs a .npy output");
  }
}

void add_output_options(CLI::App& sub, output_arguments& a, const char* output_help) {
  sub.add_option("-o,--output", a.path, output_help)->type_name("FILE")->required();
  sub.add_option("--dtype", a.dtype, "Of a .npy file: f8 (default) or f4")->type_name("TYPE");
  sub.add_option("--colormap", a.colormap, "Of a picture: viridis (default) or gray")
      ->type_name("MAP");
  sub.add_option("--depth", a.depth, "Bits of a picture's samples: 8 (default) or 16")
      ->type_name("BITS");
}

void check_picture_size(std::size_t rows, std::size_t cols) {
  if (rows <= png::max_extent && cols <= png::max_extent) return;
  throw usage_error("a .png file has at most " + std::to_string(png::max_extent) +
                    " rows and columns, got " + std::to_string(rows) + " x " +
                    std::to_string(cols));
}

void check_picture(const std::string& path, const std::string& in, npy::dtype type,
                   std::span<const index_t> shape) {
  if (type != npy::dtype::u1 && type != npy::dtype::u2) {
    throw usage_error(path + " needs an input of uint8 or uint16, but " + in + " is " +
                      std::string(npy::to_string(type)));
  }
  if (shape.size() == 3 && (shape[2] < 1 || shape[2] > 4)) {
    throw usage_error(path + " can hold 1 to 4 channels, got " + std::to_string(shape[2]));
  }
  if (shape.size() != 2 && shape.size() != 3) {
    throw usage_error(path + " can hold rows and columns, and channels, but " + in + " has " +
                      std::to_string(shape.size()) + (shape.size() == 1 ? " axis" : " axes"));
  }
  if (shape[0] == 0 || shape[1] == 0) {
    throw usage_error(path + " would have no pixel: the result is " + std::to_string(shape[0]) +
                      " x " + std::to_string(shape[1]));
  }
  check_picture_size(static_cast<std::size_t>(shape[0]), static_cast<std::size_t>(shape[1]));
}

void write_png(files::new_file& out, const png::picture& p) {
  std::vector<std::byte> bytes;
  {
    progress_bar bar("writing");
    bytes = png::encode(p, bar.callback());
  }
  std::copy(bytes.begin(), bytes.end(), out.reserve(bytes.size()));
  out.commit();
}

}  // namespace bellcurve::command
