/// \file session.hpp
/// How libpng is called. It reports an error by a longjmp, which may not pass over anything that
/// has a destructor. Hence each of its calls that can fail stands in a function of this shape,
/// whose locals are plain, and the caller throws:
///
///   bool f(...) { if (setjmp(png_jmpbuf(session_.png)) != 0) return false; ...; return true; }
///   if (!f(...)) session_.fail();
#pragma once

#include "files/error.hpp"

#include <png.h>

#include <array>
#include <cstdio>
#include <new>

namespace bellcurve::png {

/// What libpng keeps, and the message of its error.
struct session {
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::array<char, 120> message{};
  bool out_of_memory = false;

  [[noreturn]] void fail() const {
    if (out_of_memory) throw std::bad_alloc();
    throw files::error(message.data());
  }

  [[noreturn]] static void on_error(png_structp png, png_const_charp text) {
    session& s = *static_cast<session*>(png_get_error_ptr(png));
    std::snprintf(s.message.data(), s.message.size(), "%s", text);
    png_longjmp(png, 1);
  }
  /// What libpng only warns of does not concern the samples.
  static void on_warning(png_structp, png_const_charp) {}
};

}  // namespace bellcurve::png
