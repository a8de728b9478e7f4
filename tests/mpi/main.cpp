// The main of every test of MPI: all ranks run all cases; one that fails makes all fail. What rank
// 0 says is printed, and what others say who have something to complain of.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <mpi.h>

#include <iostream>
#include <sstream>

int main(int argc, char** argv) {
  int level = 0, rank = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &level);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  std::ostringstream said;
  doctest::Context context(argc, argv);
  context.setCout(&said);
  const int mine = context.run();
  if (rank == 0 || mine != 0) std::cout << "rank " << rank << '\n' << said.str() << std::flush;
  int worst = 0;
  MPI_Allreduce(&mine, &worst, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  MPI_Finalize();
  return worst;
}
