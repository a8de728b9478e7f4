// What the module with OpenCV in it offers. Only plain data crosses: see opencv.cmake.
#pragma once

namespace bellcurve::perf {

struct opencv_functions {
  const char* version;
  /// For all calls from then on.
  void (*set_threads)(int threads);
  /// cv::GaussianBlur with BORDER_REFLECT, `taps` by `taps`; images are rows x cols, contiguous.
  /// Throws what OpenCV throws, which is a std::exception.
  void (*blur_f32)(const float* in, float* out, int rows, int cols, int taps, double sigma);
  void (*blur_u8)(const unsigned char* in, unsigned char* out, int rows, int cols, int taps,
                  double sigma);
};

}  // namespace bellcurve::perf

extern "C" const bellcurve::perf::opencv_functions bellcurve_opencv_functions;
