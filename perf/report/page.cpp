#include "page.hpp"

#include "perf/report/charts.hpp"
#include "perf/report/html.hpp"
#include "perf/support/join.hpp"
#include "perf/support/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace bellcurve::perf {
namespace {

struct section {
  const char* id;
  const char* title;
  std::string body;
};

std::string fact(const facts& machine, const std::string& name) {
  for (const auto& [key, value] : machine) {
    if (key == name) return value;
  }
  return "";
}

std::string fact_list(const facts& machine) {
  std::string out = "<dl class=\"facts\">\n";
  for (const auto& [name, value] : machine) {
    out += join({"<dt>", escaped(name), "</dt><dd>", escaped(value), "</dd>\n"});
  }
  return out + "</dl>\n";
}

std::string figures(const charts& all) {
  std::string out = "<div class=\"charts\">\n";
  for (const chart& c : all) {
    out +=
        join({"<figure><figcaption>", escaped(c.title), "</figcaption>\n", c.svg, "</figure>\n"});
  }
  return out + "</div>\n";
}

std::string warning(const measurements& all) {
  const std::string doubt = doubt_of(all);
  return doubt.empty() ? "" : join({"<p class=\"warning\">", escaped(doubt), "</p>"});
}

std::string whole(double value) { return std::to_string(std::lround(value)); }

std::string percent_cell(const measurement& m) {
  if (m.what->rate) return "";
  return join({whole(m.percent), "&nbsp;%<span class=\"meter\"><i style=\"width:",
               whole(std::clamp(m.percent, 0.0, 100.0)), "%\"></i></span>"});
}

std::string scaling_cell(const measurements& all, const measurement& m) {
  const measurement* one = m.what->threads > 1 ? by_one_thread(all, m) : nullptr;
  return one == nullptr ? "" : join({"&times;&thinsp;", digits(m.rate / one->rate)});
}

std::string result_table(const measurements& all,
                         const std::function<bool(const measurement&)>& shown) {
  std::vector<std::vector<std::string>> rows;
  for (const measurement& m : all) {
    if (!shown(m)) continue;
    const bench_case& c = *m.what;
    const bool failed = !m.failure.empty();
    rows.push_back({escaped(title_of(c)), escaped(c.type),
                    failed ? "failed: " + escaped(m.failure)
                           : join({digits(m.rate / 1e9), "&nbsp;", c.counted.giga}),
                    failed ? "" : percent_cell(m), m.limit.name, failed ? "" : scaling_cell(all, m),
                    escaped(c.isa), escaped(c.size), std::to_string(c.threads),
                    failed || c.rate ? "" : join({whole(m.spread), "&nbsp;%"})});
  }
  return html_table({"case", "type", "rate", "of the roof", "roof", "over 1 thread", "isa", "size",
                     "threads", "spread"},
                    rows, {2, 3, 5, 8, 9});
}

/// The main cases as most will run them: the last instruction set measured, all threads.
std::string overview(const measurements& all) {
  const auto better = [](const measurement& other, const measurement& m) {
    const bench_case &a = *other.what, &b = *m.what;
    return a.operation == b.operation && a.variant == b.variant && a.type == b.type &&
           a.size == b.size && &a > &b;  // later in the catalogue
  };
  return result_table(all, [&](const measurement& m) {
    return m.what->main &&
           std::none_of(all.begin(), all.end(), [&](const measurement& o) { return better(o, m); });
  });
}

std::string peer_tables(const std::vector<peer_table>& peers) {
  std::string out;
  for (const peer_table& table : peers) {
    std::vector<std::vector<std::string>> rows;
    for (const ratio_row& row : table.ratios.rows()) {
      const paired_result& r = row.result;
      if (row.missing.empty()) {
        rows.push_back({escaped(row.what), digits(r.ratio),
                        join({digits(r.band.low), " to ", digits(r.band.high)}),
                        duration(r.seconds_a), duration(r.seconds_b), std::to_string(r.pairs)});
      } else {
        rows.push_back({escaped(join({row.what, ", skipped: ", row.missing})), "", "", "", "", ""});
      }
    }
    out += join({"<h3>", escaped(table.title), "</h3>",
                 html_table({"A / B", "ratio", "95 % interval", "A", "B", "pairs"}, rows,
                            {1, 2, 3, 4, 5})});
  }
  return out;
}

std::vector<section> sections_of(const facts& machine, const measurements& all,
                                 const std::vector<peer_table>& peers) {
  std::vector<section> out;
  out.push_back(
      {"overview", "At a glance",
       "<p>The main cases on the best instruction set, by all threads. G is "
       "10<sup>9</sup>. The <b>roof</b> is the limit of this machine that binds, measured "
       "in the same run: <b>fma</b>, multiply-adds in registers; <b>exp</b>, the "
       "library&rsquo;s own exp in the first cache; <b>fill</b>, <b>read</b> and "
       "<b>copy</b>, memory over buffers of the same size. 100&nbsp;% means that nothing "
       "is left to gain without less work. <b>f32</b> and <b>f64</b> are float and double, "
       "<b>u8</b>, <b>u16</b> and <b>i16</b> integers of so many bits; the spread is by how "
       "much the median turn took longer than the best, which the rates are of.</p>" +
           warning(all) + overview(all)});
  const auto add = [&](const char* id, const char* title, const std::string& text,
                       const charts& drawn) {
    if (!drawn.empty()) out.push_back({id, title, join({"<p>", text, "</p>", figures(drawn)})});
  };
  add("roofline", "Roofline",
      "Right: much work for each byte, and multiply-adds are the limit, the flat lines. Left: "
      "little, and memory is, the sloped ones; what fits the first cache, L1, may go up to the "
      "higher "
      "slope. The nearer a mark to the lines above it, the less is left to gain. An exp counts as "
      "the multiply-adds that take as long. What is limited by memory alone is not shown.",
      rooflines(all));
  add("isas", "Instruction sets", "Main cases by all threads: longer bars are faster.", bars(all));
  add("sizes", "Sizes",
      "Where a rate drops, the work has outgrown a cache; dotted lines show where its arrays do.",
      sweeps(all));
  add("threads", "Threads", "Main cases in float32, over the same work by one thread.",
      scalings(all));
  if (!peers.empty()) {
    out.push_back(
        {"peers", "Peers",
         "<p>A&rsquo;s time over B&rsquo;s, both taking turns in this process: below 1, A "
         "is faster. An interval that excludes 1 is a difference; a wide one is a "
         "disturbed machine.</p>" +
             peer_tables(peers)});
  }
  out.push_back({"machine", "Machine", fact_list(machine)});
  out.push_back(
      {"all", "All results",
       join({"<p>Rates are those of the best of many turns; the spread tells by how much "
             "the median turn took longer: a large one means that others used the "
             "machine.</p><details><summary>",
             std::to_string(all.size()), " results</summary>",
             result_table(all, [](const measurement&) { return true; }), "</details>\n"})});
  return out;
}

}  // namespace

std::string page(const facts& machine, const measurements& all,
                 const std::vector<peer_table>& peers) {
  const std::vector<section> sections = sections_of(machine, all, peers);
  std::string out = join(
      {R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>bellcurve: performance</title>
<link rel="icon" href="data:,">
<style>)",
       page_style, "</style></head>\n<body>\n<h1>How fast bellcurve is here</h1>\n",
       "<p class=\"soft\">", escaped(fact(machine, "cpu")), ", ", escaped(fact(machine, "threads")),
       " threads; bellcurve ", escaped(fact(machine, "version")), ", commit ",
       escaped(fact(machine, "commit")), ", ", escaped(fact(machine, "compiler")), "</p>\n<nav>"});
  for (const section& s : sections) out += join({"<a href=\"#", s.id, "\">", s.title, "</a>\n"});
  out += "</nav>\n";
  for (const section& s : sections) {
    out += join({"<section id=\"", s.id, "\"><h2>", s.title, "</h2>\n", s.body, "</section>\n"});
  }
  return out + "</body></html>\n";
}

}  // namespace bellcurve::perf
