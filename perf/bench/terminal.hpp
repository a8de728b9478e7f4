// Tables for the terminal.
#pragma once

#include "perf/bench/facts.hpp"
#include "perf/bench/measurement.hpp"

#include <iosfwd>

namespace bellcurve::perf {

/// The measurements of one operation: a row for each variant, type, size and number of threads, a
/// column for each instruction set.
void print_table(const measurements& of_one_operation, std::ostream& out);

/// A table for each operation.
void print_tables(const measurements& all, std::ostream& out);

void print_facts(const facts& machine, std::ostream& out);

/// What the tables mean, and whether these mean little.
void print_legend(const measurements& all, std::ostream& out);

}  // namespace bellcurve::perf
