#include "opencv.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace {

template <class T>
void blur(const T* in, T* out, int rows, int cols, int taps, double sigma) {
  constexpr int type = cv::DataType<T>::type;
  const cv::Mat from(rows, cols, type, const_cast<T*>(in));
  cv::Mat to(rows, cols, type, out);  // of the right size and type: OpenCV takes no other
  cv::GaussianBlur(from, to, {taps, taps}, sigma, sigma, cv::BORDER_REFLECT);
}

}  // namespace

extern "C" __attribute__((visibility("default")))
const bellcurve::perf::opencv_functions bellcurve_opencv_functions{
    .version = CV_VERSION,
    .set_threads = [](int threads) { cv::setNumThreads(threads); },
    .blur_f32 = blur<float>,
    .blur_u8 = blur<unsigned char>,
};
