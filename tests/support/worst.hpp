// The largest errors that tests have seen, as lines that scripts/worst_errors.py makes the table of
// docs/ACCURACY.md of: function, element type, instruction set, what errors are counted in, the
// largest error, the largest share of a bound, and the input that came to it; tabs between them.
#pragma once

#include <bellcurve/isa.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdio>
#include <limits>
#include <list>
#include <string>
#include <string_view>
#include <utility>

namespace support {

template <class T>
constexpr std::string_view type_name = "";
template <>
inline constexpr std::string_view type_name<float> = "float";
template <>
inline constexpr std::string_view type_name<double> = "double";
template <>
inline constexpr std::string_view type_name<std::uint8_t> = "uint8";
template <>
inline constexpr std::string_view type_name<std::uint16_t> = "uint16";
template <>
inline constexpr std::string_view type_name<std::int16_t> = "int16";

class worst_errors {
 public:
  class row {
   public:
    row(std::string_view function, std::string_view type, std::string_view unit)
        : function_(function), type_(type), unit_(unit) {}
    /// \param share Of its bound; above 1, or NaN, is a failure.
    void add(std::string_view input, long double error, long double share) {
      ++count_;
      constexpr double failed = std::numeric_limits<double>::infinity();
      const double e = error == error ? static_cast<double>(error) : failed;
      const double s = share == share ? static_cast<double>(share) : failed;
      if (e > error_) error_ = e;
      if (s > share_) share_ = s, input_ = input;
    }
    bool is(std::string_view function, std::string_view type) const {
      return function_ == function && type_ == type;
    }
    void report(std::string_view isa) const {
      std::printf("worst\t%s\t%s\t%s\t%s\t%.3g\t%.4g\t%s\n", function_.c_str(), type_.c_str(),
                  std::string(isa).c_str(), unit_.c_str(), error_, share_, input_.c_str());
      INFO(function_, ", ", type_, ": ", input_);
      CHECK(count_ > 0);
      CHECK(share_ <= 1);
    }

   private:
    std::string function_, type_, unit_, input_ = "all";
    double error_ = 0, share_ = 0;
    long count_ = 0;
  };

  row& of(std::string_view function, std::string_view type, std::string_view unit) {
    for (row& r : rows_)
      if (r.is(function, type)) return r;
    return rows_.emplace_back(function, type, unit);
  }
  /// Checks and prints. \param isa Not given: the active one.
  void report(std::string_view isa = {}) const {
    for (const row& r : rows_)
      r.report(isa.empty() ? bellcurve::to_string(bellcurve::active_isa()) : isa);
  }

 private:
  std::list<row> rows_;  // whose rows stay where they are
};

}  // namespace support
