#include "terminal.hpp"

#include "perf/support/join.hpp"
#include "perf/support/text_table.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

namespace bellcurve::perf {
namespace {

/// Beyond it a figure is marked: others used the machine, too.
constexpr double much_spread = 15;

std::string cell(const measurement& m) {
  if (!m.failure.empty()) return "failed";
  const std::string rate = join({digits(m.rate / 1e9), m.spread > much_spread ? "~" : " "});
  if (m.what->rate) return rate;
  std::string roof = m.limit.name;
  roof.resize(4, ' ');
  std::string percent = std::to_string(static_cast<int>(m.percent + 0.5));
  percent.insert(0, std::max<std::size_t>(3, percent.size()) - percent.size(), ' ');
  return join({rate, percent, "% ", roof});
}

/// The cases of rows: those of the same work next to each other, fewer threads first.
std::vector<const bench_case*> rows_of(const measurements& all) {
  std::vector<const bench_case*> rows;
  for (const measurement& m : all) {
    const bench_case& c = *m.what;
    const auto at = std::find_if(rows.rbegin(), rows.rend(), [&](const bench_case* row) {
      return row->variant == c.variant && row->type == c.type && row->size == c.size &&
             row->threads <= c.threads;
    });
    if (at != rows.rend() && (*at)->threads == c.threads) continue;
    const auto same_work = [&](const bench_case* row) {
      return row->variant == c.variant && row->type == c.type && row->size == c.size;
    };
    const auto first = std::find_if(rows.begin(), rows.end(), same_work);
    rows.insert(at != rows.rend() ? at.base() : first, &c);
  }
  return rows;
}

bool same_row(const bench_case& a, const bench_case& b) {
  return a.variant == b.variant && a.type == b.type && a.size == b.size && a.threads == b.threads;
}

std::string scaling(const measurements& all, const measurement& m) {
  const measurement* one = m.what->threads > 1 ? by_one_thread(all, m) : nullptr;
  return one == nullptr || m.rate == 0 ? "" : join({"x ", digits(m.rate / one->rate)});
}

}  // namespace

void print_table(const measurements& all, std::ostream& out) {
  std::vector<std::string> isas;
  for (const measurement& m : all) {
    if (std::find(isas.begin(), isas.end(), m.what->isa) == isas.end()) isas.push_back(m.what->isa);
  }
  std::vector<std::string> head{"", "type", "size", "threads", "in"};
  head.insert(head.end(), isas.begin(), isas.end());
  head.push_back("scaling");
  text_table table(head);
  for (const bench_case* const first : rows_of(all)) {
    const bench_case& c = *first;
    std::vector<std::string> row{c.variant, c.type, c.size, std::to_string(c.threads),
                                 c.counted.giga};
    row.resize(head.size());
    for (const measurement& m : all) {
      if (!same_row(*m.what, c)) continue;
      const auto column = std::find(isas.begin(), isas.end(), m.what->isa) - isas.begin();
      row[5 + static_cast<std::size_t>(column)] = cell(m);
      row.back() = scaling(all, m);  // the best instruction set comes last
    }
    table.add(row);
  }
  out << '\n' << all.front().what->operation << "\n\n";
  table.print(out);
  for (const measurement& m : all) {
    if (!m.failure.empty()) out << "  " << m.what->name() << " failed: " << m.failure << '\n';
  }
  out << std::flush;
}

void print_tables(const measurements& all, std::ostream& out) {
  std::vector<std::string> printed;
  for (const measurement& first : all) {
    const std::string& operation = first.what->operation;
    if (std::find(printed.begin(), printed.end(), operation) != printed.end()) continue;
    printed.push_back(operation);
    measurements of;
    for (const measurement& m : all) {
      if (m.what->operation == operation) of.push_back(m);
    }
    print_table(of, out);
  }
}

void print_facts(const facts& machine, std::ostream& out) {
  for (const auto& [name, value] : machine) {
    out << name << std::string(12 - name.size(), ' ') << value << '\n';
  }
  out << std::flush;
}

void print_legend(const measurements& all, std::ostream& out) {
  out << "\nA cell: how much a second, percent of the roof that binds, and which roof that is: fma "
         "(multiply-adds\nin registers), exp (the library's, in the first cache), fill, read or "
         "copy (memory, over buffers of\nthe same size). Best turns; ~ where the median took over "
      << much_spread
      << " % longer: others used the machine.\nScaling: of the last instruction set, over one "
         "thread. G is 10^9.\n";
  const std::string doubt = doubt_of(all);
  if (!doubt.empty()) out << '\n' << doubt << '\n';
}

}  // namespace bellcurve::perf
