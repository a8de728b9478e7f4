// Points to the processes that need them.
#include "../block_cyclic/points.hpp"
#include "../edge/views.hpp"
#include "transfer.hpp"

#include <bellcurve/mpi.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace bellcurve::mpi {
namespace {

void check_root(const communicator& comm, int root) {
  if (root >= 0 && root < comm.size()) return;
  throw error(errc::bad_argument, "root must be from 0 to " + std::to_string(comm.size() - 1) +
                                      " (the ranks), got " + std::to_string(root));
}

template <class T>
void broadcast(matrix_view<T> x, MPI_Comm callers, int root) {
  const communicator comm(callers);
  together(comm, [&] {
    edge::check_view("x", matrix_view<const T>(x));
    check_root(comm, root);
    const bool gaps =
        (x.cols() > 1 && x.col_stride() != 1) || (x.rows() > 1 && x.row_stride() != x.cols());
    if (gaps && x.rows() > 0 && x.cols() > 0) {
      throw error(errc::bad_stride, "x must have strides " + std::to_string(x.cols()) +
                                        " and 1 to be broadcast, got " +
                                        std::to_string(x.row_stride()) + " and " +
                                        std::to_string(x.col_stride()));
    }
  });
  check_same(comm, {{"the size of x's elements", sizeof(T)},
                    {"the number of points", static_cast<double>(x.rows())},
                    {"the number of features", static_cast<double>(x.cols())},
                    {"root", static_cast<double>(root)}});
  for_stretches(x.rows() * x.cols(), most_elements, [&](index_t first, int count) {
    check(MPI_Bcast(x.data() + first, count, datatype<T>(), root, comm.get()), "MPI_Bcast");
  });
}

/// What root sends at a time.
constexpr index_t packet_bytes = index_t(4) << 20;

/// Rows of a packet.
template <class T>
index_t packet_rows(index_t features) noexcept {
  return std::max<index_t>(
      packet_bytes / static_cast<index_t>(sizeof(T)) / std::max<index_t>(features, 1), 1);
}

template <class T>
class distributor {
 public:
  distributor(matrix_view<const T> x, matrix_view<const T> y, const block_cyclic& layout, int root,
              const communicator& comm)
      : x_(x), y_(y), layout_(layout), comm_(comm), root_(root) {}

  point_slices<T> operator()() {
    together(comm_, [&] { check_root(comm_, root_); });
    agree_on_layout();
    together(comm_, [&] { check_arguments(); });
    check(MPI_Bcast(&features_, 1, MPI_LONG_LONG, root_, comm_.get()), "MPI_Bcast");
    point_slices<T> slices;
    together(comm_, [&] { allocate(slices); });
    check(MPI_Gather(mine_.data(), 2, MPI_INT, places_.data(), 2, MPI_INT, root_, comm_.get()),
          "MPI_Gather");
    if (comm_.rank() == root_) {
      for (int r = 0; r < comm_.size(); ++r) give(r, slices);
    } else {
      receive(slices.row_points);
      receive(slices.col_points);
    }
    return slices;
  }

 private:
  /// A process outside the grid knows nothing of the matrix, though it may be root.
  void agree_on_layout() {
    const auto& l = layout_.descriptor;
    using e = block_cyclic;
    const bool outside = cyclic::is_outside(layout_);
    const auto value = [outside](int n) {
      return outside ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(n);
    };
    const auto agreed = check_same(comm_, {{"the size of x's elements", sizeof(T)},
                                           {"root", static_cast<double>(root_)},
                                           {"layout.descriptor[M_]", value(l[e::m_])},
                                           {"layout.descriptor[N_]", value(l[e::n_])},
                                           {"layout.descriptor[MB_]", value(l[e::mb_])},
                                           {"layout.descriptor[NB_]", value(l[e::nb_])},
                                           {"layout.descriptor[RSRC_]", value(l[e::rsrc_])},
                                           {"layout.descriptor[CSRC_]", value(l[e::csrc_])},
                                           {"layout.grid.rows", value(layout_.grid.rows)},
                                           {"layout.grid.cols", value(layout_.grid.cols)}});
    if (std::isnan(agreed[2])) return;  // all are outside
    const auto number = [&](std::size_t i) { return static_cast<int>(agreed[i]); };
    rows_ = {number(2), number(4), number(8), 0};
    cols_ = {number(3), number(5), number(9), 0};
    row_source_ = number(6);
    col_source_ = number(7);
  }

  void check_arguments() {
    where_ = cyclic::validate(layout_);
    if (comm_.rank() != root_) return;
    edge::check_view("x", x_);
    edge::check_view("y", y_);
    if (y_.rows() == 0 && y_.cols() == 0 && cols_.extent > 0) y_ = x_;
    cyclic::check_points("x", x_.rows(), "M_", rows_.extent);
    cyclic::check_points("y", y_.rows(), "N_", cols_.extent);
    if (x_.cols() != y_.cols() && y_.rows() > 0) {
      throw error(errc::bad_shape, "y must have as many columns (features) as x (" +
                                       std::to_string(x_.cols()) + "), got " +
                                       std::to_string(y_.cols()));
    }
    check_at_most("x", "columns (features)", x_.cols());
    features_ = x_.cols();
  }

  void allocate(point_slices<T>& slices) {
    slices.row_count = where_.rows.here();
    slices.col_count = where_.cols.here();
    slices.features = features_;
    slices.row_points.resize(static_cast<std::size_t>(slices.row_count * features_));
    slices.col_points.resize(static_cast<std::size_t>(slices.col_count * features_));
    mine_ = {layout_.grid.row, layout_.grid.col};
    if (comm_.rank() != root_) return;
    places_.resize(2 * static_cast<std::size_t>(comm_.size()));
    packet_.resize(static_cast<std::size_t>(packet_rows<T>(features_) * features_));
  }

  /// By root: the rows and columns of a rank. Nothing here can fail but MPI.
  void give(int rank, point_slices<T>& own) {
    const int* place = &places_[2 * static_cast<std::size_t>(rank)];
    const cyclic::spread rows = rows_.of(place[0], row_source_);
    const cyclic::spread cols = cols_.of(place[1], col_source_);
    if (rank == root_) {
      cyclic::copy_points(x_, rows, 0, rows.here(), own.row_points.data());
      cyclic::copy_points(y_, cols, 0, cols.here(), own.col_points.data());
      return;
    }
    send(x_, rows, rank);
    send(y_, cols, rank);
  }

  void send(matrix_view<const T> points, const cyclic::spread& s, int rank) {
    if (features_ == 0) return;  // nothing to be said of such points
    for_stretches(s.here(), packet_rows<T>(features_), [&](index_t first, int count) {
      cyclic::copy_points(points, s, first, count, packet_.data());
      check(MPI_Send(packet_.data(), static_cast<int>(count * features_), datatype<T>(), rank, 0,
                     comm_.get()),
            "MPI_Send");
    });
  }

  void receive(std::vector<T>& to) {
    if (features_ == 0) return;
    const auto rows = static_cast<index_t>(to.size()) / features_;
    for_stretches(rows, packet_rows<T>(features_), [&](index_t first, int count) {
      check(MPI_Recv(to.data() + first * features_, static_cast<int>(count * features_),
                     datatype<T>(), root_, 0, comm_.get(), MPI_STATUS_IGNORE),
            "MPI_Recv");
    });
  }

  matrix_view<const T> x_, y_;
  const block_cyclic& layout_;
  const communicator& comm_;
  const int root_;
  cyclic::layout where_{};      ///< this process's place
  cyclic::spread rows_, cols_;  ///< of the whole matrix
  int row_source_ = 0, col_source_ = 0;
  long long features_ = 0;
  std::array<int, 2> mine_{};
  std::vector<int> places_;  ///< row and column in the grid, of each rank
  std::vector<T> packet_;
};

}  // namespace

void broadcast_points(matrix_view<float> x, MPI_Comm comm, int root) { broadcast(x, comm, root); }
void broadcast_points(matrix_view<double> x, MPI_Comm comm, int root) { broadcast(x, comm, root); }

point_slices<float> distribute_points(matrix_view<const float> x, matrix_view<const float> y,
                                      const block_cyclic& layout, MPI_Comm callers, int root) {
  const communicator comm(callers);
  return distributor<float>(x, y, layout, root, comm)();
}
point_slices<double> distribute_points(matrix_view<const double> x, matrix_view<const double> y,
                                       const block_cyclic& layout, MPI_Comm callers, int root) {
  const communicator comm(callers);
  return distributor<double>(x, y, layout, root, comm)();
}

}  // namespace bellcurve::mpi
