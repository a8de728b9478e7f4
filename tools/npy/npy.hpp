/// \file npy.hpp
/// Arrays in NumPy's .npy format (versions 1.0, 2.0 and 3.0): one include for
/// header.hpp, reader.hpp and writer.hpp.
#pragma once

#include "npy/header.hpp"
#include "npy/reader.hpp"
#include "npy/writer.hpp"
