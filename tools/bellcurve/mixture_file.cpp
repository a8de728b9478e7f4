#include "mixture_file.hpp"

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

std::string shortened(std::string text, std::size_t limit) {
  if (text.size() > limit) text.replace(limit, std::string::npos, "...");
  return text;
}

std::string shown(const json& value) {
  return shortened(value.dump(-1, ' ', false, json::error_handler_t::replace), 40);
}

[[noreturn]] void reject(const std::string& path, const std::string& expectation, const json& got) {
  throw error(path + " must be " + expectation + ", got " + shown(got));
}

/// Follows the parser through the text. It sees what is no longer in the tree, keys that stand
/// twice, and keeps the tree too shallow for anybody who would recurse over it.
class watch {
 public:
  bool operator()(json::parse_event_t event, const json& parsed) {
    switch (event) {
      case json::parse_event_t::object_start:
      case json::parse_event_t::array_start:
        if (open_.size() == deepest) throw error(path() + ": is nested too deeply");
        open_.push_back({event == json::parse_event_t::array_start});
        break;
      case json::parse_event_t::key:
        open_.back().key = parsed.get<std::string>();
        if (!open_.back().keys.insert(open_.back().key).second) {
          throw error(path() + " stands there twice");
        }
        break;
      case json::parse_event_t::object_end:
      case json::parse_event_t::array_end:
        open_.pop_back();
        [[fallthrough]];
      case json::parse_event_t::value:
        if (!open_.empty()) ++open_.back().index;
        break;
    }
    return true;
  }

 private:
  static constexpr std::size_t deepest = 8;

  struct level {
    bool array;
    std::size_t index = 0;
    std::string key = {};
    std::set<std::string> keys = {};
  };

  std::string path() const {
    std::string out;
    for (const level& l : open_) {
      if (l.array) {
        out += "[" + std::to_string(l.index) + "]";
      } else {
        out += (out.empty() ? "" : ".") + shortened(l.key, 40);
      }
    }
    return out;
  }

  std::vector<level> open_;
};

json parse_json(std::string_view text) {
  watch w;
  try {
    return json::parse(
        text.begin(), text.end(),
        [&w](int, json::parse_event_t event, json& parsed) { return w(event, parsed); });
  } catch (const json::exception& e) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
    std::string message = e.what();
    const std::size_t end = message.find("] ");
    if (message.starts_with("[") && end != std::string::npos) message.erase(0, end + 2);
    throw error(shortened(message, 200));
  }
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

double positive(double value, const std::string& path, const json& got) {
  if (!(value > 0)) reject(path, "> 0", got);
  return value;
}

/// The covariance of standard deviations along the axes of an ellipse that theta turns from x
/// towards y: R diag(sx^2, sy^2) R^T.
std::vector<double> covariance_of_stddev(const json& component, const std::string& path) {
  const json& value = component["stddev"];
  const std::string here = path + ".stddev";
  const std::vector<double> s =
      value.is_array() ? pair(value, here) : std::vector(dimensions, number(value, here));
  for (std::size_t i = 0; i < dimensions; ++i) {
    positive(s[i], value.is_array() ? element(here, i) : here, value.is_array() ? value[i] : value);
  }
  const double x = s[0] * s[0], y = s[1] * s[1];
  const double theta =
      component.contains("theta") ? number(component["theta"], path + ".theta") : 0;
  if (theta == 0) return {x, y};
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
  constexpr std::size_t limit = std::size_t{64} << 20;  // half a million components
  const std::vector<std::byte> bytes = files::read_all(path, limit);
  try {
    return parse_mixture(
        {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()});
  } catch (const error& e) {
    throw error((path == "-" ? "standard input" : path) + ": " + e.what());
  }
}

}  // namespace bellcurve::command
