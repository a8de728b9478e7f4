// rbf_plan: calls on points that are kept.
#include "../runtime/dispatch.hpp"
#include "../runtime/workspace.hpp"
#include "apply.hpp"
#include "execute.hpp"
#include "kept.hpp"
#include "validate.hpp"

#include <bellcurve/rbf_plan.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <string>

// Marked again: templates take it from their definition.
namespace BELLCURVE_API bellcurve {
namespace {

template <class T>
using norms = std::shared_ptr<const std::vector<T>>;

/// What validation is to see of a call.
template <class T>
rbf_options options_of(const rbf::kept_points<T>& kept, const rbf_params& params,
                       const rbf_call_options& call) {
  if (params.lengthscale.size() > 1) {
    throw error(errc::bad_argument,
                "lengthscale must be a single value for a plan (divide the features by theirs "
                "before they are packed), got " +
                    std::to_string(params.lengthscale.size()) + " values");
  }
  return {.engine = kept.which(),
          .uplo = call.uplo,
          .center = kept.center(),
          .threads = call.threads,
          .progress = call.progress};
}

/// A copy of some points, and of their norms.
template <class T>
struct gathered {
  runtime::workspace memory;
  T* points;
  T* norms;

  gathered(std::span<const index_t> indices, matrix_view<const T> x, const T* all_norms)
      : memory(bytes(indices.size(), x.cols()), {}),
        points(memory.take<T>(indices.size() * static_cast<std::size_t>(x.cols()))),
        norms(memory.take<T>(indices.size() + padding)) {
    for (std::size_t r = 0; r < indices.size(); ++r) {
      const auto d = static_cast<std::size_t>(x.cols());
      if (d > 0) std::copy_n(&x(indices[r], 0), d, points + r * d);
      if (all_norms) norms[r] = all_norms[indices[r]];
    }
    std::fill_n(norms + indices.size(), padding, T(0));
  }

 private:
  static constexpr auto padding = static_cast<std::size_t>(rbf::norms_padding<T>);

  static std::size_t bytes(std::size_t rows, index_t d) {
    const auto width = static_cast<std::size_t>(d) + 1;
    if (rows > static_cast<std::size_t>(std::numeric_limits<index_t>::max()) / 64 / width)
      throw std::bad_alloc();
    return runtime::aligned_size(rows * static_cast<std::size_t>(d) * sizeof(T)) +
           runtime::aligned_size((rows + padding) * sizeof(T));
  }
};

template <class T, class V>
void multiply(const rbf::kept_points<T>& kept, const rbf_params& params, matrix_view<const V> v,
              matrix_view<V> out, const rbf_call_options& call) {
  const runtime::default_fp_environment environment;
  const rbf_options options = options_of(kept, params, call);
  rbf::product<T, V> p = rbf::validate_product<T, V>(kept.x(), v, params, out, options);
  const rbf::exponents source = kept.source(p.points);
  // Panels are packed again: blocks of a product begin where they like, and it costs a percent.
  norms<T> held;
  if (kept.serves(source) && source == rbf::exponents::fused) {
    held = kept.norms(p.points.gamma);
    p.points.known.norms_x = held->data();
  }
  rbf::apply(p, rbf::make_product_plan(p, kept.table(), source), kept.table(), options.progress,
             environment);
}

}  // namespace

template <class T>
struct rbf_plan<T>::state {
  rbf::kept_points<T> kept;

  state(matrix_view<const T> x, const rbf_options& options)
      : kept(x, options, runtime::active_kernels()) {}
};

template <class T>
rbf_plan<T>::rbf_plan(matrix_view<const T> x, const rbf_plan_options& options) {
  const runtime::default_fp_environment environment;
  const rbf_options all{.engine = options.engine,
                        .center = options.center,
                        .threads = options.threads,
                        .check_finite = options.check_finite};
  state_ = std::make_shared<const state>(x, all);
}

template <class T>
index_t rbf_plan<T>::points() const noexcept {
  return state_->kept.x().rows();
}

template <class T>
index_t rbf_plan<T>::features() const noexcept {
  return state_->kept.x().cols();
}

template <class T>
void rbf_plan<T>::fill(const rbf_params& params, matrix_view<T> out,
                       const rbf_call_options& call) const {
  const runtime::default_fp_environment environment;
  const rbf::kept_points<T>& kept = state_->kept;
  const rbf_options options = options_of(kept, params, call);
  rbf::problem<T> p = rbf::validate<T>(kept.x(), params, out, options);
  const rbf::exponents source = kept.source(p);
  norms<T> held;
  if (kept.serves(source)) {
    p.known.panels = kept.panels();
    p.known.panels_ld = kept.panels_ld();
    if (source == rbf::exponents::fused) {
      held = kept.norms(p.gamma);
      p.known.norms_x = held->data();
    }
  }
  rbf::execute(p, rbf::make_plan(p, kept.table(), source), kept.table(),
               runtime::progress_report(options.progress, environment));
}

template <class T>
void rbf_plan<T>::rows(std::span<const index_t> indices, const rbf_params& params,
                       matrix_view<T> out, const rbf_call_options& call) const {
  const runtime::default_fp_environment environment;
  const rbf::kept_points<T>& kept = state_->kept;
  const rbf_options options = options_of(kept, params, call);
  rbf::problem<T> p = rbf::validate_rows<T>(indices, kept.x(), params, out, options);
  const rbf::exponents source = kept.source(p);
  norms<T> held;
  if (kept.serves(source) && source == rbf::exponents::fused) held = kept.norms(p.gamma);
  const gathered<T> some(indices, kept.x(), held ? held->data() : nullptr);
  p.x = {some.points, p.d, 1};
  if (kept.serves(source)) {
    p.known.panels = kept.panels();
    p.known.panels_ld = kept.panels_ld();
    if (held) {
      p.known.norms_x = some.norms;
      p.known.norms_y = held->data();
    }
  }
  rbf::execute(p, rbf::make_plan(p, kept.table(), source), kept.table(),
               runtime::progress_report(options.progress, environment));
  if (p.diagonal == p.variance) return;
  for (std::size_t r = 0; r < indices.size(); ++r) {
    T& k = out(static_cast<index_t>(r), indices[r]);
    if (!std::isnan(k)) k = p.diagonal;
  }
}

template <class T>
void rbf_plan<T>::apply(const rbf_params& params, matrix_view<const T> v, matrix_view<T> out,
                        const rbf_call_options& call) const {
  multiply<T, T>(state_->kept, params, v, out, call);
}

template <class T>
template <class U>
requires std::same_as<U, float>
void rbf_plan<T>::apply(const rbf_params& params, matrix_view<const double> v,
                        matrix_view<double> out, const rbf_call_options& call) const {
  multiply<T, double>(state_->kept, params, v, out, call);
}

template class rbf_plan<float>;
template class rbf_plan<double>;
template void rbf_plan<float>::apply<float>(const rbf_params&, matrix_view<const double>,
                                            matrix_view<double>, const rbf_call_options&) const;

}  // namespace bellcurve
