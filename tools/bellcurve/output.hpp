/// \file output.hpp
/// What the commands that write arrays or pictures share.
#pragma once

#include "colormap/colormap.hpp"
#include "files/new_file.hpp"
#include "npy/header.hpp"
#include "png/png.hpp"

#include <bellcurve/view.hpp>

#include <CLI/CLI.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace bellcurve::command {

/// \throws usage_error if the name is empty, or is standard output and that a terminal.
void check_output(const std::string& path);

enum class format { npy, png };
/// By the end of the name: .npy or .png; - is .npy.
/// \throws usage_error for another name, and as check_output().
format output_format(const std::string& path);

inline constexpr int most_threads = 1024;

/// What is said of the output beside its name, as it stands on the command line.
struct output_arguments {
  std::string path;
  std::optional<std::string> dtype, colormap, depth;
};

/// Declares -o, --dtype, --colormap and --depth.
void add_output_options(CLI::App& sub, output_arguments& a, const char* output_help);

/// The same, understood. A picture has no dtype, an array neither colours nor depth.
struct output_choice {
  command::format format = format::npy;
  npy::dtype dtype = npy::dtype::f8;
  painting how;

  /// \throws usage_error.
  explicit output_choice(const output_arguments& a);
};

/// \throws usage_error for extents that no picture has.
void check_picture_size(std::size_t rows, std::size_t cols);

/// \param path Of the output. \param in What the input is called. \param shape Of the result: rows
/// x columns, and channels if there are three axes. \throws usage_error if the result is nothing
/// that a picture can hold.
void check_picture(const std::string& path, const std::string& in, npy::dtype type,
                   std::span<const index_t> shape);

/// Puts a picture in place; shows progress.
/// \throws files::error, std::bad_alloc.
void write_png(files::new_file& out, const png::picture& p);

}  // namespace bellcurve::command
