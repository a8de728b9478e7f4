// Pieces of a page.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace bellcurve::perf {

/// Text as it may stand in an element or between double quotes.
std::string escaped(const std::string& text);

/// A table that scrolls sideways where the page is narrower. Cells are HTML.
/// \param numbers The columns that hold numbers.
std::string html_table(const std::vector<std::string>& head,
                       const std::vector<std::vector<std::string>>& rows,
                       const std::set<std::size_t>& numbers);

/// The style of the whole page.
extern const char* const page_style;

}  // namespace bellcurve::perf
