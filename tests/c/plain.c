/* A program of C99 alone: what bellcurve.h needs of a C user, and what it gives back. */
#include <bellcurve/bellcurve.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                        \
  do {                                                          \
    if (!(condition)) {                                         \
      printf("plain.c:%d: not so: %s\n", __LINE__, #condition); \
      printf("  last error: %s\n", bellcurve_last_error());     \
      ++failures;                                               \
    }                                                           \
  } while (0)

static int count_calls(double fraction, void* context) {
  int* calls = context;
  *calls += fraction >= 0 && fraction <= 1;
  return 1;
}

static void matrix(void) {
  const double x[] = {0, 0, 1, 0, 0, 2};
  double k[9] = {0};
  int calls = 0;
  bellcurve_rbf_params params;
  bellcurve_rbf_options options;
  CHECK(bellcurve_rbf_params_init(&params, sizeof params) == BELLCURVE_OK);
  CHECK(bellcurve_rbf_options_init(&options, sizeof options) == BELLCURVE_OK);
  params.gamma = 0.5;
  options.progress = count_calls;
  options.progress_context = &calls;
  CHECK(bellcurve_rbf_kernel_symmetric_f64(3, 2, x, 2, 1, &params, k, 3, 1, &options) ==
        BELLCURVE_OK);
  CHECK(k[0] == 1 && k[4] == 1 && k[8] == 1);
  CHECK(fabs(k[1] - exp(-0.5)) < 1e-15 && k[1] == k[3]);
  CHECK(calls > 0);

  params.gamma = -1;
  CHECK(bellcurve_rbf_kernel_symmetric_f64(3, 2, x, 2, 1, &params, k, 3, 1, NULL) ==
        BELLCURVE_BAD_ARGUMENT);
  CHECK(strcmp(bellcurve_last_error(), "gamma must be finite and > 0, got -1") == 0);
}

static void filter(void) {
  uint8_t image[4][5] = {{0}};
  uint8_t soft[4][5];
  const ptrdiff_t shape[] = {4, 5};
  bellcurve_filter_params params;
  image[2][2] = 200;
  CHECK(bellcurve_filter_params_init(&params, sizeof params) == BELLCURVE_OK);
  params.sigma[0] = 0.5;
  CHECK(bellcurve_gaussian_filter_u8(2, shape, image[0], NULL, &params, soft[0], NULL, NULL) ==
        BELLCURVE_OK);
  CHECK(soft[2][2] == 124 && soft[1][2] == 17 && soft[0][0] == 0);
}

static void version(void) {
  char text[32];
  sprintf(text, "%d.%d.%d", BELLCURVE_VERSION_MAJOR, BELLCURVE_VERSION_MINOR,
          BELLCURVE_VERSION_PATCH);
  CHECK(strcmp(text, bellcurve_version()) == 0);
}

int main(void) {
  matrix();
  filter();
  version();
  return failures != 0;
}
