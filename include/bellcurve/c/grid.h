/** \file grid.h
 * Regular grids of points; see <bellcurve/grid.hpp>. */
#ifndef BELLCURVE_C_GRID_H
#define BELLCURVE_C_GRID_H

#include <bellcurve/c/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The most axes of a grid. */
#define BELLCURVE_MAX_GRID_AXES 3

/** Index i of axis k is at origin[k] + i * step[k], exactly. Values for axes that there are not are
 * not looked at. */
typedef struct bellcurve_grid {
  size_t size;
  double origin[BELLCURVE_MAX_GRID_AXES]; /**< Finite; 0 by default. */
  double step[BELLCURVE_MAX_GRID_AXES];   /**< Finite and not 0; 1 by default. */
} bellcurve_grid;
BELLCURVE_API bellcurve_status bellcurve_grid_init(bellcurve_grid* grid, size_t size);

/** Sets *grid, which must have been initialized, to the grid of shape[k] samples from first[k] to
 * last[k], both included, as numpy.linspace has them.
 * \param axes From 0 to BELLCURVE_MAX_GRID_AXES: the length of first, last and shape. */
BELLCURVE_API bellcurve_status bellcurve_grid_between(int axes, const double* first,
                                                      const double* last, const ptrdiff_t* shape,
                                                      bellcurve_grid* grid);

/** How functions over grids work. */
typedef struct bellcurve_grid_options {
  size_t size;
  bellcurve_progress progress;
  void* progress_context;
  int threads;      /**< 0: as many as OpenMP would use. The result does not depend on it. */
  int check_finite; /**< Not 0: reject NaN and infinity in points. */
} bellcurve_grid_options;
BELLCURVE_API bellcurve_status bellcurve_grid_options_init(bellcurve_grid_options* options,
                                                           size_t size);

#ifdef __cplusplus
}
#endif
#endif
