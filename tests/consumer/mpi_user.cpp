// Starts by itself, as one process. Says what quickstart says.
#include <bellcurve/mpi.hpp>

#include <cstdio>
#include <vector>

int main(int argc, char** argv) {
  MPI_Init(&argc, &argv);
  const std::vector<float> x = {0, 0, 1, 0, 0, 2}, unit = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  std::vector<float> k(9);
  bellcurve::mpi::rbf_apply({x, 3, 2}, {x, 3, 2}, {unit, 3, 3}, {.gamma = 0.5}, {k, 3, 3},
                            MPI_COMM_WORLD);
  for (std::size_t i = 0; i < 9; i += 3) std::printf("%.4f %.4f %.4f\n", k[i], k[i + 1], k[i + 2]);
  MPI_Finalize();
}
