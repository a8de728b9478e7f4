// Products over processes: blocks of y and v go around while the one before is multiplied.
#include "../runtime/environment.hpp"
#include "blocks.hpp"
#include "center.hpp"
#include "transfer.hpp"

#include <bellcurve/mpi.hpp>

#include <time.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace bellcurve::mpi {
namespace {

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

/// A number that tells lists of numbers apart (FNV-1a), exact in double.
double mark_of(std::span<const double> values) noexcept {
  std::uint64_t hash = 14695981039346656037U;
  for (const double value : values) {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // -0 is 0
    for (int shift = 0; shift < 64; shift += 8)
      hash = (hash ^ ((bits >> shift) & 255U)) * 1099511628211U;
  }
  return static_cast<double>((hash ^ static_cast<std::uint64_t>(values.size())) >> 12);
}

/// What a process gives to a product. \param v type of the vectors, and of the result
template <class T, class V>
struct arguments {
  matrix_view<const T> x, y;
  matrix_view<const V> v;
  const rbf_params& params;
  matrix_view<V> out;
  const rbf_options& options;
};

/// Looks at what this process has.
template <class T, class V>
void check_own(const arguments<T, V>& a) {
  // All checks of the product of these rows alone.
  (void)rbf_apply_workspace_size(a.x, a.y, a.v, a.params, a.out, a.options);
  check_at_most("x", "columns (features)", a.x.cols());
  check_at_most("v", "columns", a.v.cols());
  if (a.options.engine == engine::blas)
    reject("engine must be auto or fused over several processes, got blas");
  if (!a.options.workspace.empty()) {
    reject("workspace must be empty over several processes, got " +
           std::to_string(a.options.workspace.size()) + " bytes");
  }
}

template <class T, class V>
void check_all(const communicator& comm, const arguments<T, V>& a) {
  check_same(comm, {{"the size of x's elements", sizeof(T)},
                    {"the size of v's elements", sizeof(V)},
                    {"the number of features", static_cast<double>(a.x.cols())},
                    {"the number of columns of v", static_cast<double>(a.v.cols())},
                    {"gamma", a.params.gamma.value_or(-1)},
                    {"variance", a.params.variance},
                    {"lengthscale", mark_of(a.params.lengthscale), true},
                    {"engine", static_cast<double>(a.options.engine)},
                    {"center", mark_of(a.options.center), true}});
}

/// A block of y and v, on its way or here.
template <class T, class V>
class traveller {
 public:
  traveller(index_t rows, index_t features, index_t columns, std::size_t messages)
      : features_(features),
        columns_(columns),
        y_(std::make_unique<std::vector<T>>(static_cast<std::size_t>(rows * features))),
        v_(std::make_unique<std::vector<V>>(static_cast<std::size_t>(rows * columns))) {
    requests_.reserve(messages);
  }
  traveller(traveller&&) noexcept = default;
  traveller& operator=(traveller&&) = delete;

  /// After a failure of MPI messages may still arrive: their place is then never used again.
  ~traveller() {
    if (!on_its_way_) return;
    (void)y_.release();
    (void)v_.release();
  }

  /// Collective. The requests have been reserved: allocates nothing.
  void start(const communicator& comm, const row_blocks& all, index_t block,
             const arguments<T, V>& a) {
    requests_.clear();
    on_its_way_ = true;
    all.for_shares(block, [&](const share& s) {
      T* y = y_->data() + s.in_block * features_;
      V* v = v_->data() + s.in_block * columns_;
      if (s.owner == comm.rank()) {
        copy_rows(a.y, s.in_owner, s.rows, y);
        copy_rows(a.v, s.in_owner, s.rows, v);
      }
      broadcast(comm, s.owner, y, s.rows * features_);
      broadcast(comm, s.owner, v, s.rows * columns_);
    });
  }

  /// Lets messages get on. \return whether all have arrived
  bool poke() {
    int done = 0;
    check(MPI_Testall(static_cast<int>(requests_.size()), requests_.data(), &done,
                      MPI_STATUSES_IGNORE),
          "MPI_Testall");
    if (done != 0) on_its_way_ = false;
    return done != 0;
  }

  /// Looks for a while, then gives way to others between looks: there may be more processes than
  /// processors. A block is worth milliseconds, so the 0.1 ms of a short sleep does not count.
  void wait() {
    constexpr int busy_looks = 1000;
    constexpr timespec shortest{0, 1};
    for (int looks = 0; !poke(); ++looks) {
      if (looks > busy_looks) nanosleep(&shortest, nullptr);
    }
  }

  matrix_view<const T> y(index_t rows) const { return rows_of(*y_, rows, features_); }
  matrix_view<const V> v(index_t rows) const { return rows_of(*v_, rows, columns_); }

  /// Of a share.
  static std::size_t messages(index_t rows, index_t features, index_t columns) noexcept {
    const auto of = [&](index_t n) { return (rows * n + most_elements - 1) / most_elements; };
    return static_cast<std::size_t>(of(features) + of(columns));
  }

 private:
  template <class U>
  void broadcast(const communicator& comm, int owner, U* data, index_t elements) {
    for_stretches(elements, most_elements, [&](index_t first, int count) {
      requests_.push_back(MPI_REQUEST_NULL);
      check(MPI_Ibcast(data + first, count, datatype<U>(), owner, comm.get(), &requests_.back()),
            "MPI_Ibcast");
    });
  }

  template <class U>
  static matrix_view<const U> rows_of(const std::vector<U>& all, index_t rows, index_t cols) {
    return {all.data(), rows, cols, std::max<index_t>(cols, 1), 1};
  }

  index_t features_, columns_;
  std::unique_ptr<std::vector<T>> y_;
  std::unique_ptr<std::vector<V>> v_;
  std::vector<MPI_Request> requests_;
  bool on_its_way_ = false;
};

template <class T, class V>
class distributed_product {
 public:
  distributed_product(const communicator& comm, const arguments<T, V>& a) : comm_(comm), a_(a) {}

  void operator()() {
    together(comm_, [&] { check_own(a_); });
    check_all(comm_, a_);
    std::vector<long long> rows;
    std::optional<mean_of_all<T>> mean;
    together(comm_, [&] {
      rows.resize(static_cast<std::size_t>(comm_.size()));
      if (a_.options.center.empty()) mean.emplace(a_.x);
    });
    const long long mine = a_.y.rows();
    check(MPI_Allgather(&mine, 1, MPI_LONG_LONG, rows.data(), 1, MPI_LONG_LONG, comm_.get()),
          "MPI_Allgather");
    if (mean) (*mean)(comm_);
    together(comm_, [&] {
      options_ = a_.options;
      options_.check_finite = false;  // has been looked at
      if (mean) options_.center = center_ = mean->take_center();
      all_.emplace(rows);
      allocate();
    });
    std::exception_ptr trouble;
    go_through_blocks(trouble);
    agree(comm_, trouble);
    const runtime::default_fp_environment environment;
    for (index_t i = 0; i < a_.out.rows(); ++i)
      for (index_t c = 0; c < columns(); ++c) a_.out(i, c) = static_cast<V>(total()(i, c));
  }

 private:
  index_t columns() const noexcept { return a_.v.cols(); }
  matrix_view<double> view(std::vector<double>& sums) const {
    return {sums.data(), a_.x.rows(), columns(), std::max<index_t>(columns(), 1), 1};
  }
  matrix_view<double> total() { return view(total_); }

  void allocate() {
    const row_blocks& all = *all_;
    const index_t most = std::min(all.rows(), rbf_apply_block);
    std::size_t messages = 0;
    for (index_t b = 0; b < all.blocks(); ++b) {
      std::size_t of_block = 0;
      all.for_shares(b, [&](const share& s) {
        of_block += traveller<T, V>::messages(s.rows, a_.x.cols(), columns());
      });
      messages = std::max(messages, of_block);
    }
    for (int i = 0; i < 2; ++i) travellers_.emplace_back(most, a_.x.cols(), columns(), messages);
    const auto sums = static_cast<std::size_t>(a_.x.rows() * columns());
    total_.assign(sums, 0.0);
    part_.resize(sums);
    // Whole blocks, and the last one.
    for (index_t b = std::max<index_t>(all.blocks() - 2, 0); b < all.blocks(); ++b) {
      const index_t rows = all.rows_of(b);
      workspace_.resize(
          std::max(workspace_.size(),
                   rbf_apply_workspace_size(a_.x, travellers_[0].y(rows), travellers_[0].v(rows),
                                            a_.params, view(part_), options_)));
    }
    options_.workspace = workspace_;
  }

  /// All processes take part in all broadcasts, whatever becomes of their own work.
  void go_through_blocks(std::exception_ptr& trouble) {
    const row_blocks& all = *all_;
    const index_t blocks = all.blocks();
    if (blocks > 0) travellers_[0].start(comm_, all, 0, a_);
    for (index_t b = 0; b < blocks; ++b) {
      traveller<T, V>& here = travellers_[static_cast<std::size_t>(b % 2)];
      traveller<T, V>& next = travellers_[static_cast<std::size_t>((b + 1) % 2)];
      here.wait();
      const bool more = b + 1 < blocks;
      if (more) next.start(comm_, all, b + 1, a_);
      if (!trouble) {
        trouble =
            attempt([&] { multiply(here, all.rows_of(b), b, blocks, more ? &next : nullptr); });
      }
    }
  }

  void multiply(const traveller<T, V>& here, index_t rows, index_t block, index_t blocks,
                traveller<T, V>* next) {
    options_.progress = [&](double part) {
      if (next != nullptr) next->poke();
      if (!a_.options.progress) return true;
      return a_.options.progress((static_cast<double>(block) + part) / static_cast<double>(blocks));
    };
    rbf_apply(a_.x, here.y(rows), here.v(rows), a_.params, view(part_), options_);
    const runtime::default_fp_environment environment;
    for (std::size_t i = 0; i < total_.size(); ++i) total_[i] += part_[i];
  }

  const communicator& comm_;
  const arguments<T, V>& a_;
  rbf_options options_;
  std::vector<double> center_;
  std::optional<row_blocks> all_;
  std::vector<traveller<T, V>> travellers_;
  std::vector<double> total_, part_;
  std::vector<std::byte> workspace_;
};

template <class T, class V>
void run(const arguments<T, V>& a, MPI_Comm callers) {
  const communicator comm(callers);
  distributed_product<T, V>(comm, a)();
}

}  // namespace

#define BELLCURVE_PRODUCT(T, V)                                                          \
  void rbf_apply(matrix_view<const T> x, matrix_view<const T> y, matrix_view<const V> v, \
                 const rbf_params& params, matrix_view<V> out, MPI_Comm comm,            \
                 const rbf_options& options) {                                           \
    run<T, V>({x, y, v, params, out, options}, comm);                                    \
  }
BELLCURVE_PRODUCT(float, float)
BELLCURVE_PRODUCT(double, double)
BELLCURVE_PRODUCT(float, double)
#undef BELLCURVE_PRODUCT

}  // namespace bellcurve::mpi
