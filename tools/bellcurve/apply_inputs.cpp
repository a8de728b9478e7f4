#include "apply_inputs.hpp"

namespace bellcurve::command {
namespace {

/// Files are read in the order in which they were given.
float_input read_last(const apply_arguments& a, std::optional<float_input>& y) {
  if (a.y) y.emplace(*a.y);
  return float_input(a.vectors, float_input::what::vectors);
}

}  // namespace

rbf_job parse_apply(const apply_arguments& a) {
  rbf_job j(a);
  if (a.vectors.empty()) throw usage_error("--vectors must name a file, got ''");
  if (a.vectors == "-" && (a.x == "-" || a.y == "-"))
    throw usage_error("only one input can be standard input");
  return j;
}

std::vector<argument_name> apply_names(const apply_arguments& a) {
  std::vector<argument_name> all = rbf_names(a);
  all.push_back({"v", title(a.vectors)});
  return all;
}

apply_inputs::apply_inputs(const apply_arguments& a) : x(a.x), v(read_last(a, y)) {
  if (y) check_features(x, *y);
  const float_input& last = y ? *y : x;
  if (v.rows() != last.rows()) {
    throw usage_error(v.name() + " has " + std::to_string(v.rows()) + " rows but " + last.name() +
                      " has " + std::to_string(last.rows()));
  }
  // Points are of one type. Sums may be wider than they, not narrower.
  const auto is_wide = [](const float_input& in) { return in.type() == npy::dtype::f8; };
  if (!is_wide(x) && !(y && is_wide(*y))) return;
  x.widen();
  if (y) y->widen();
  v.widen();
}

}  // namespace bellcurve::command
