/** \file bellcurve.h
 * The C interface of bellcurve: C99, all that the C++ interface can do.
 *
 * **Names.** A function is called what it is called in C++, with `bellcurve_` before it and the
 * element type behind it: `_f32` float, `_f64` double, `_u8`, `_u16`, `_i16` integers. Where
 * the type of the result is another one it follows: `_u8_f32` takes 8-bit integers and gives float.
 * What a function computes, how accurately, in what time and memory, and what it does with NaN is
 * written once, at the C++ function of that name (<bellcurve/rbf.hpp> and so on, and
 * docs/ACCURACY.md); results are the same, bit for bit.
 *
 * **Arguments** come in this order: extents, inputs, parameters, output, options.
 * - A matrix is a pointer to element (0, 0) and two strides, counted in elements: element (i, j) is
 *   at `x[i * x_row_stride + j * x_col_stride]`. Row-major: (columns, 1). Column-major, as in
 *   Fortran: (1, leading dimension). Strides may be negative; those of an extent of 1 may be
 *   anything; elements of one matrix must not share memory.
 * - An array of several axes is a number of axes, from 1 to BELLCURVE_MAX_AXES, a list of as many
 *   extents, a pointer, and a list of as many strides in elements; NULL: C order, without gaps.
 * - A pointer to elements may be NULL where there are none.
 * - Parameters and options are structs that begin with their size. `bellcurve_<struct>_init(&s,
 *   sizeof s)` sets that and every default. NULL in their place: the defaults. What may be left
 *   out is BELLCURVE_UNSET, BELLCURVE_UNSET_INDEX, or NULL.
 * - An output must not overlap an input unless the function says so.
 *
 * **Errors.** Functions that can fail return a bellcurve_status; bellcurve_last_error() has the
 * message, that of the C++ interface. All but BELLCURVE_CANCELLED leave outputs as they
 * were. No C++ exception leaves a function, and none may leave a progress callback, nor may
 * longjmp.
 *
 * **Threads.** Every function may be called from many threads at a time, on different outputs.
 *
 * **Versions.** A program that was compiled with the header of one version runs with the shared
 * library of another with the same soname: structs grow at the end only. Of a shorter one the
 * library takes defaults for what is missing; of a longer one it must know all that is not zero
 * bytes, or the call fails with BELLCURVE_BAD_ARGUMENT. Structs of results have no size: they stay
 * as they are.
 */
#ifndef BELLCURVE_BELLCURVE_H
#define BELLCURVE_BELLCURVE_H

#include <bellcurve/c/base.h>
#include <bellcurve/c/block_cyclic.h>
#include <bellcurve/c/density.h>
#include <bellcurve/c/exp.h>
#include <bellcurve/c/filter.h>
#include <bellcurve/c/grid.h>
#include <bellcurve/c/info.h>
#include <bellcurve/c/isa.h>
#include <bellcurve/c/kernels.h>
#include <bellcurve/c/mixture.h>
#include <bellcurve/c/pool.h>
#include <bellcurve/c/rbf.h>
#include <bellcurve/c/rbf_plan.h>

#endif
