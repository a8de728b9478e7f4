// Tables for people to read.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace bellcurve::perf {

/// Columns as wide as their widest cell; the first flush left, the others right.
class text_table {
 public:
  explicit text_table(std::vector<std::string> head);
  void add(std::vector<std::string> row);
  void print(std::ostream& out) const;

 private:
  std::vector<std::vector<std::string>> rows_;  // the head first
};

/// "0.613", "12.4", "1.83e-04": so many significant digits.
std::string digits(double value, int significant = 3);

/// "250 ms", "2.6 us".
std::string duration(double seconds);

/// "1.6 MB" (10^6 bytes).
std::string megabytes(double bytes);

}  // namespace bellcurve::perf
