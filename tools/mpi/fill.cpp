#include "fill.hpp"

#include <algorithm>
#include <cmath>

namespace bellcurve::command {
namespace {

/// The extents of a piece. All columns if that leaves it a thousand rows, over which preparing a
/// point of y is spread; fewer otherwise, in parts of rows that are long enough to write.
template <class T>
extents piece_of(index_t cols) {
  constexpr index_t elements = (index_t{64} << 20) / index_t{sizeof(T)};
  constexpr index_t enough_rows = 1024;
  const index_t width = std::clamp<index_t>(cols, 1, elements / enough_rows);
  return {elements / width, width};
}

/// Adds noise as the symmetric form has it.
template <class T>
void add_noise(matrix_view<T> k, index_t row, index_t col, const rbf_params& params) {
  const auto diagonal =
      static_cast<T>(static_cast<double>(static_cast<T>(params.variance)) + params.noise);
  for (index_t i = 0; i < k.rows(); ++i) {
    const index_t j = row + i - col;
    if (j >= 0 && j < k.cols() && !std::isnan(k(i, j))) k(i, j) = diagonal;
  }
}

template <class T>
void write(matrix_view<const T> k, index_t row, index_t col, index_t cols, shared_npy& out) {
  const auto width = static_cast<std::size_t>(k.cols());
  if (k.cols() == cols) {
    out.write(row * cols, std::span(k.data(), width * static_cast<std::size_t>(k.rows())));
    return;
  }
  for (index_t i = 0; i < k.rows(); ++i)
    out.write((row + i) * cols + col, std::span(&k(i, 0), width));
}

}  // namespace

template <class T>
void fill(const part_of_k<T>& part, const rbf_params& params, const rbf_options& options,
          shared_npy& out) {
  const index_t rows = part.x.rows(), cols = part.y.rows(), features = part.x.cols();
  if (rows == 0 || cols == 0) return;
  const extents piece = piece_of<T>(cols);
  std::vector<T> memory(static_cast<std::size_t>(std::min(piece.rows, rows) * piece.cols));
  rbf_params no_noise = params;
  no_noise.noise = 0;
  for (index_t i = 0; i < rows; i += piece.rows) {
    for (index_t j = 0; j < cols; j += piece.cols) {
      const index_t height = std::min(piece.rows, rows - i), width = std::min(piece.cols, cols - j);
      const matrix_view<T> k(memory.data(), height, width);
      rbf_options o = options;
      // Of this part the share that was done before, and what this piece adds.
      const double all = static_cast<double>(rows) * static_cast<double>(cols);
      const double before = static_cast<double>(i) * static_cast<double>(cols) +
                            static_cast<double>(height) * static_cast<double>(j);
      const double more = static_cast<double>(height) * static_cast<double>(width);
      if (options.progress)
        o.progress = [&](double done) { return options.progress((before + more * done) / all); };
      rbf_kernel(part.x.block(i, 0, height, features), part.y.block(j, 0, width, features),
                 no_noise, k, o);
      if (part.symmetric) add_noise(k, part.first_row + i, j, params);
      write<T>(k, part.first_row + i, j, cols, out);
    }
  }
}

template void fill(const part_of_k<float>&, const rbf_params&, const rbf_options&, shared_npy&);
template void fill(const part_of_k<double>&, const rbf_params&, const rbf_options&, shared_npy&);

}  // namespace bellcurve::command
