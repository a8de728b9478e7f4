#include "selection.hpp"

#include "perf/support/join.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

namespace bellcurve::perf {
namespace {

using names = std::vector<std::string>;

/// What a filter looks at.
struct facet {
  const char* option;
  std::function<std::string(const bench_case&)> of;
};

const std::vector<facet>& facets() {
  static const std::vector<facet> all{
      {"--operation", [](const bench_case& c) { return c.operation; }},
      {"--variant", [](const bench_case& c) { return c.variant; }},
      {"--type", [](const bench_case& c) { return c.type; }},
      {"--isa", [](const bench_case& c) { return c.isa; }},
      {"--size", [](const bench_case& c) { return c.size; }},
      {"--threads", [](const bench_case& c) { return std::to_string(c.threads); }},
  };
  return all;
}

bool has(const names& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// In the order in which the catalogue has them.
names known(const catalog& all, const facet& f) {
  names list;
  for (const bench_case& c : all) {
    if (!has(list, f.of(c))) list.push_back(f.of(c));
  }
  return list;
}

std::string listed(const names& list) {
  std::string out;
  for (const std::string& name : list) out += join({out.empty() ? "" : ", ", name});
  return out;
}

names split(std::string_view text) {
  names parts;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

}  // namespace

catalog select_cases(const catalog& all, options& arguments) {
  catalog left = all;
  for (const facet& f : facets()) {
    if (!arguments.has(f.option)) continue;
    const names wanted = split(arguments.text(f.option, ""));
    const names there = known(all, f);
    for (const std::string& name : wanted) {
      if (has(there, name)) continue;
      throw usage_error(join({f.option, " must be one of ", listed(there), ", got '", name, "'"}));
    }
    std::erase_if(left, [&](const bench_case& c) { return !has(wanted, f.of(c)); });
  }
  const bool quick = arguments.flag("--quick");
  if (quick) std::erase_if(left, [](const bench_case& c) { return !c.quick; });
  if (left.empty()) {
    throw usage_error(
        join({"no case has all that was asked for", quick ? " and is one of the quick ones" : "",
              "; --benchmark_list_tests lists the cases"}));
  }
  return left;
}

std::string known_names(const catalog& all) {
  std::string out;
  for (const facet& f : facets()) out += join({"  ", f.option, " ", listed(known(all, f)), "\n"});
  return out;
}

}  // namespace bellcurve::perf
