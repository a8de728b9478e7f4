// What a child of fork() has to know.
#pragma once

namespace bellcurve::runtime {

/// Whether this process, or one that it descends from, was forked off a process with other threads.
/// These are not there in the child. GNU's OpenMP does not know it: a parallel region of a thread
/// that has had one before waits for its workers without end. So a child like this works in one
/// thread; whether the threads were OpenMP's cannot be known.
bool forked_off_threads() noexcept;

}  // namespace bellcurve::runtime
