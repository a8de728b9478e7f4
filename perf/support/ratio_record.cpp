#include "ratio_record.hpp"

#include "join.hpp"
#include "limits.hpp"
#include "machine.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace bellcurve::perf {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) continue;  // no line of ours has any
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string member(std::string_view name, double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.4g", value);
  return join({quoted(name), ": ", std::isfinite(value) ? text : "null"});
}

std::string member(std::string_view name, std::string_view value) {
  return join({quoted(name), ": ", quoted(value)});
}

}  // namespace

std::string ratio_record::json(const std::string& command) const {
  std::string out =
      join({"{\n \"machine\": {", member("cpu", cpu_name()), ", ",
            member("isa", to_string(active_isa())), ", ", member("threads", all_threads()), ", ",
            member("blas", blas_line()), ", ", member("version", version()), "},\n ",
            member("command", command), ",\n \"rows\": ["});
  const char* separator = "\n";
  for (const row& r : rows_) {
    out += join({separator, "  {", member("part", r.part), ", ", member("name", r.name), ",\n   ",
                 member("median", r.result.ratio), ", ", member("low", r.result.band.low), ", ",
                 member("high", r.result.band.high), ", ", member("seconds_a", r.result.seconds_a),
                 ", ", member("seconds_b", r.result.seconds_b), ", ",
                 member("pairs", r.result.pairs), "}"});
    separator = ",\n";
  }
  return out + "\n ]\n}\n";
}

void ratio_record::write(const std::string& path, const std::string& command) const {
  std::ofstream file(path);
  file << json(command);
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path);
}

}  // namespace bellcurve::perf
