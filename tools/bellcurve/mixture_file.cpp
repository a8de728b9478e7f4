#include "mixture_file.hpp"

#include "errors.hpp"

#include "files/error.hpp"
#include "files/read_all.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <set>
#include <vector>

namespace bellcurve::command {
namespace {

using files::error;
using nlohmann::json;

constexpr std::size_t dimensions = 2;

/// Cut between two characters of UTF-8.
std::string shortened(std::string text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80) --limit;
  return text.replace(limit, std::string::npos, "...");
}

constexpr std::size_t longest_shown = 40;

std::string shown(const json& value) {
  return shortened(value.dump(-1, ' ', false, json::error_handler_t::replace), longest_shown);
}

[[noreturn]] void reject(const std::string& path, const std::string& expectation, const json& got) {
  throw error(path + " must be " + expectation + ", got " + shown(got));
}

/// Follows the parser through the text, before there is a tree. It sees what a tree would no longer
/// show, keys that stand twice and numbers out of range, and lets no tree become so deep that
/// anybody who recurses over it comes to harm, nor so large as one of millions of components that
/// are none.
class watch : public nlohmann::json_sax<json> {
 public:
  bool null() override { return scalar(nullptr); }
  bool boolean(bool v) override { return scalar(v); }
  bool number_integer(number_integer_t v) override { return scalar(v); }
  bool number_unsigned(number_unsigned_t v) override { return scalar(v); }
  bool number_float(number_float_t v, const string_t&) override { return scalar(v); }
  bool string(string_t& v) override { return scalar(v); }
  bool binary(binary_t&) override { return value(); }  // JSON has none
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    level& l = open_.back();
    l.key = name;
    if (!l.keys.insert(name).second) throw error(path() + " stands there twice");
    if (!refused_.empty()) write(json(name).dump() + ":");
    return true;
  }

  bool parse_error(std::size_t, const std::string& last, const json::exception& e) override {
    constexpr int number_overflow = 406;
    if (e.id == number_overflow) {
      throw error((open_.empty() ? "the file" : path()) +
                  " must be within the range of a double, got " + shortened(last, 40));
    }
    // "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
    std::string message = e.what();
    const std::size_t end = message.find("] ");
    if (message.starts_with("[") && end != std::string::npos) message.erase(0, end + 2);
    throw error(shortened(message, 200));
  }

 private:
  static constexpr std::size_t deepest = 8;

  struct level {
    bool array;
    std::size_t index = 0;
    std::string key = {};
    std::set<std::string> keys = {};
  };

  static constexpr std::size_t component_depth = 2;

  /// Whether the next value is an element of components.
  bool at_component() const {
    return open_.size() == component_depth && open_[1].array && !open_[0].array &&
           open_[0].key == "components";
  }

  template <class V>
  bool scalar(const V& v) {
    if (at_component()) reject(path(), "an object", v);
    if (!refused_.empty()) write(json(v).dump());
    return value();
  }
  bool value() {
    if (!open_.empty()) ++open_.back().index;
    return true;
  }
  bool open(bool array) {
    if (open_.size() == deepest) throw error(path() + ": is nested too deeply");
    if (array && at_component()) {
      refused_at_ = path();
      refused_ = "[";
    } else if (!refused_.empty()) {
      write(array ? "[" : "{");
    }
    open_.push_back({array});
    return true;
  }
  bool close() {
    if (!refused_.empty()) refused_ += open_.back().array ? "]" : "}";
    open_.pop_back();
    if (open_.size() == component_depth) refuse();
    return value();
  }

  /// Goes on with the text of an array that should be an object, as far as it is shown.
  void write(const std::string& token) {
    if (std::string_view("[{:").find(refused_.back()) == std::string_view::npos) refused_ += ",";
    refused_ += token;
    if (refused_.size() > longest_shown) refuse();
  }
  void refuse() const {
    if (refused_.empty()) return;
    throw error(refused_at_ + " must be an object, got " + shortened(refused_, longest_shown));
  }

  std::string path() const {
    std::string out;
    for (const level& l : open_) {
      if (l.array) {
        out.append("[").append(std::to_string(l.index)).append("]");
      } else {
        out.append(out.empty() ? "" : ".").append(shortened(one_line(l.key), 40));
      }
    }
    return out;
  }

  std::vector<level> open_;
  std::string refused_, refused_at_;
};

/// The parser takes it for the end of the text.
void check_no_nul(std::string_view text) {
  const std::size_t at = text.find('\0');
  if (at == std::string_view::npos) return;
  const std::string_view before = text.substr(0, at);
  const std::size_t newline = before.rfind('\n');  // npos + 1 is 0
  throw error("parse error at line " + std::to_string(1 + std::ranges::count(before, '\n')) +
              ", column " + std::to_string(at - (newline + 1) + 1) + ": a NUL byte");
}

json parse_json(std::string_view text) {
  check_no_nul(text);
  watch w;
  json::sax_parse(text.begin(), text.end(), &w);
  return json::parse(text.begin(), text.end());
}

/// An object that has no other keys than these.
const json& object(const json& value, const std::string& path,
                   std::initializer_list<const char*> keys) {
  if (!value.is_object()) reject(path, "an object", value);
  for (const auto& item : value.items()) {
    if (std::ranges::find(keys, item.key()) != keys.end()) continue;
    std::string text = path;
    text += " has the unknown key " + shown(item.key()) + ", expected: ";
    const char* separator = "";
    for (const char* key : keys) {
      text.append(separator).append(key);
      separator = ", ";
    }
    throw error(text);
  }
  return value;
}

double number(const json& value, const std::string& path) {
  if (!value.is_number()) reject(path, "a number", value);
  return value.get<double>();
}

std::string element(const std::string& path, std::size_t i) {
  return path + "[" + std::to_string(i) + "]";
}

/// [x, y]
std::vector<double> pair(const json& value, const std::string& path) {
  if (!value.is_array() || value.size() != dimensions) {
    reject(path, "an array of 2 numbers", value);
  }
  return {number(value[0], element(path, 0)), number(value[1], element(path, 1))};
}

/// v, [vx, vy] or [[a, b], [b, c]]
std::vector<double> covariance(const json& value, const std::string& path) {
  if (value.is_number()) return {number(value, path)};
  if (!value.is_array() || value.size() != dimensions) {
    reject(path, "a number, 2 numbers or a matrix of 2 x 2", value);
  }
  if (!value[0].is_array()) return pair(value, path);
  std::vector<double> matrix = pair(value[0], element(path, 0));
  for (double v : pair(value[1], element(path, 1))) matrix.push_back(v);
  return matrix;
}

/// The standard deviations along the axes of an ellipse, positive, with squares that are neither
/// infinite nor subnormal.
std::vector<double> stddev(const json& value, const std::string& path) {
  std::vector<double> s =
      value.is_array() ? pair(value, path) : std::vector(dimensions, number(value, path));
  for (std::size_t i = 0; i < dimensions; ++i) {
    const std::string here = value.is_array() ? element(path, i) : path;
    const json& got = value.is_array() ? value[i] : value;
    if (!(s[i] > 0)) reject(here, "> 0", got);
    if (!(s[i] >= 1e-153 && s[i] <= 1e154)) reject(here, "from 1e-153 to 1e154", got);
  }
  return s;
}

/// The covariance of an ellipse that theta turns from x towards y: R diag(sx^2, sy^2) R^T. Its
/// elements are rounded to double, which moves the density, where its exponent is -E, by about
/// 2^-52 (sx / sy)^2 (1 + E) of itself: up to this ratio and E = 100 by less than the rounding of a
/// float32, 2^-24.
std::vector<double> covariance_of_stddev(const json& component, const std::string& path) {
  constexpr double largest_ratio = 1e3;
  const std::vector<double> s = stddev(component["stddev"], path + ".stddev");
  const double x = s[0] * s[0], y = s[1] * s[1];
  const double theta =
      component.contains("theta") ? number(component["theta"], path + ".theta") : 0;
  if (theta == 0) return {x, y};
  if (std::max(s[0], s[1]) > largest_ratio * std::min(s[0], s[1])) {
    reject(path + ".stddev",
           "two numbers of which one is at most 1000 times the other with a theta",
           component["stddev"]);
  }
  const double c = std::cos(theta), n = std::sin(theta);
  const double xy = c * n * (x - y);
  return {c * c * x + n * n * y, xy, xy, n * n * x + c * c * y};
}

gaussian_component component(const json& value, const std::string& path) {
  object(value, path, {"mean", "covariance", "stddev", "theta", "weight"});
  if (!value.contains("mean")) throw error(path + ".mean is missing");
  if (value.contains("covariance") == value.contains("stddev")) {
    throw error(path + " must have either a covariance or a stddev, got " +
                (value.contains("stddev") ? "both" : "neither"));
  }
  if (value.contains("theta") && !value.contains("stddev")) {
    throw error(path + ".theta turns a stddev, but there is a covariance");
  }
  gaussian_component c;
  c.mean = pair(value["mean"], path + ".mean");
  c.covariance = value.contains("stddev") ? covariance_of_stddev(value, path)
                                          : covariance(value["covariance"], path + ".covariance");
  if (value.contains("weight")) c.weight = number(value["weight"], path + ".weight");
  return c;
}

}  // namespace

mixture parse_mixture(std::string_view text) {
  const json root = parse_json(text);
  object(root, "the file", {"components", "combination"});
  if (!root.contains("components")) throw error("components is missing");
  const json& components = root["components"];
  if (!components.is_array() || components.empty()) {
    reject("components", "an array of one or more objects", components);
  }
  mixture m;
  for (std::size_t i = 0; i < components.size(); ++i) {
    m.components.push_back(component(components[i], element("components", i)));
  }
  if (root.contains("combination")) {
    const json& value = root["combination"];
    if (value == "sum") {
      m.combination = combination::sum;
    } else if (value == "max") {
      m.combination = combination::max;
    } else {
      reject("combination", "\"sum\" or \"max\"", value);
    }
  }
  return m;
}

mixture read_mixture(const std::string& path) {
  constexpr std::size_t limit = std::size_t{64} << 20;  // two million short components
  const std::vector<std::byte> bytes = files::read_all(path, limit);
  try {
    return parse_mixture(
        {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()});
  } catch (const error& e) {
    throw error(title(path) + ": " + e.what());
  }
}

}  // namespace bellcurve::command
