#include <bellcurve/bellcurve.h>
#include <stdio.h>

int main(void) {
  const float x[] = {0, 0, 1, 0, 0, 2}; /* three points of two features */
  float k[9];
  bellcurve_rbf_params params;
  bellcurve_rbf_params_init(&params, sizeof params);
  params.gamma = 0.5;
  /* Strides of rows and columns follow each matrix; NULL: the default options. */
  if (bellcurve_rbf_kernel_symmetric_f32(3, 2, x, 2, 1, &params, k, 3, 1, NULL)) {
    fprintf(stderr, "%s\n", bellcurve_last_error());
    return 1;
  }
  for (int i = 0; i < 9; i += 3) printf("%.4f %.4f %.4f\n", k[i], k[i + 1], k[i + 2]);
  return 0;
}
