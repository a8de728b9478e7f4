// One value at a time, compiled for the baseline.
#define BELLCURVE_ISA scalar
#define BELLCURVE_SCALAR
#include "../loops_isa.hpp"
