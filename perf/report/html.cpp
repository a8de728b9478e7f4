#include "html.hpp"

#include "perf/support/join.hpp"

namespace bellcurve::perf {
namespace {

std::string cell(const char* tag, const std::string& content, bool number) {
  return join({"<", tag, number ? " class=\"number\">" : ">", content, "</", tag, ">"});
}

}  // namespace

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_table(const std::vector<std::string>& head,
                       const std::vector<std::vector<std::string>>& rows,
                       const std::set<std::size_t>& numbers) {
  std::string out = "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>";
  for (std::size_t c = 0; c < head.size(); ++c) out += cell("th", head[c], numbers.contains(c));
  out += "</tr></thead><tbody>\n";
  for (const auto& row : rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c) out += cell("td", row[c], numbers.contains(c));
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

const char* const page_style = R"css(
:root { color-scheme: light; --ink: #1c2733; --soft: #5a6775; --line: #dde3ea; --blue: #0072b2; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.2rem 1rem 4rem; max-width: 76rem; color: var(--ink);
  background: #fff; font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 .4rem; padding-top: .6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 .2rem; }
p, dl { max-width: 46rem; margin: .5rem 0; }
nav { margin: .8rem 0; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; }
a { color: var(--blue); }
.soft, figcaption small { color: var(--soft); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem;
  font-size: .9rem; max-width: none; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
.charts { display: grid; gap: 1.6rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; margin-bottom: .3rem; }
figure svg { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; margin: .8rem 0; }
table { border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }
th, td { padding: .28rem .7rem .28rem 0; text-align: left; white-space: nowrap;
  border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
.number { text-align: right; }
.warning { border-left: .3rem solid #d55e00; padding-left: .8rem; }
.meter { display: inline-block; width: 6rem; height: .7em; background: var(--line);
  margin-left: .5rem; vertical-align: -.05em; }
.meter i { display: block; height: 100%; background: var(--blue); }
summary { cursor: pointer; color: var(--blue); }
@media (max-width: 40rem) {
  dl.facts { grid-template-columns: 1fr; }
  dl.facts dd { margin-bottom: .4rem; }
  .meter { width: 3rem; }
}
)css";

}  // namespace bellcurve::perf
