// "--name value", "--name=value" and "--flag" arguments of the programs in perf/.
#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace bellcurve::perf {

/// A wrong call: exit code 2.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class options {
 public:
  options(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
      const std::string word = argv[i];
      const std::size_t equals = word.find('=');
      if (word.rfind("--", 0) != 0 || equals == std::string::npos) {
        words_.push_back(word);
      } else {  // --name=value
        words_.push_back(word.substr(0, equals));
        words_.push_back(word.substr(equals + 1));
      }
    }
  }

  bool has(const std::string& name) const {
    for (const std::string& word : words_) {
      if (word == name) return true;
    }
    return false;
  }

  bool flag(const std::string& name) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i] != name) continue;
      words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(i));
      return true;
    }
    return false;
  }

  std::string text(const std::string& name, const std::string& otherwise) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i] != name) continue;
      if (i + 1 == words_.size()) throw usage_error(name + " needs a value");
      const std::string value = words_[i + 1];
      const auto at = words_.begin() + static_cast<std::ptrdiff_t>(i);
      words_.erase(at, at + 2);
      return value;
    }
    return otherwise;
  }

  int number(const std::string& name, int otherwise) {
    const std::string value = text(name, std::to_string(otherwise));
    char* end = nullptr;
    const long n = std::strtol(value.c_str(), &end, 10);
    if (end == value.c_str() || *end != '\0' || n < 1 || n > 1000000) {
      throw usage_error(name + " must be a whole number from 1 to 1000000, got " + value);
    }
    return static_cast<int>(n);
  }

  /// Call last: whatever was not asked for is an error.
  void finish() const {
    if (!words_.empty()) throw usage_error("unknown argument " + words_.front());
  }

 private:
  std::vector<std::string> words_;
};

}  // namespace bellcurve::perf
