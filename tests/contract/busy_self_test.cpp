// The self-test of the BLAS at first use, in a program whose other threads come and
// go: they must not be taken for threads that gemm started.
#include <bellcurve/info.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

TEST_CASE("blas: threads of the caller are not held against gemm") {
  std::atomic<bool> stop{false};
  std::atomic<int> rounds{0};
  std::thread maker([&] {
    while (!stop) {
      std::vector<std::thread> crowd;
      for (int i = 0; i < 20; ++i) {
        crowd.emplace_back([] { std::this_thread::sleep_for(std::chrono::milliseconds(1)); });
      }
      for (std::thread& t : crowd) t.join();
      ++rounds;
    }
  });
  while (rounds < 2) std::this_thread::yield();
  const bellcurve::blas_info info = bellcurve::blas();
  stop = true;
  maker.join();
  CAPTURE(info.problem);
  CHECK(info.problem.find("started threads") == std::string::npos);
}
