// Reads and writes out of bounds, when kernels are built with -fsanitize=address,bounds. The library behind it is there only if
// it was loaded first, by LD_PRELOAD; without those options none of this does anything.
#pragma once

extern "C" {
void __asan_poison_memory_region(const volatile void *from, size_t bytes) __attribute__((weak));
void __asan_unpoison_memory_region(const volatile void *from, size_t bytes) __attribute__((weak));
}

namespace cuemu {

// Nobody may touch these bytes until they are allowed again.
static inline void forbid(const char *from, const char *to) {
  if (__asan_poison_memory_region) __asan_poison_memory_region(from, (size_t)(to - from));
}

static inline void allow(const char *from, const char *to) {
  if (__asan_unpoison_memory_region) __asan_unpoison_memory_region(from, (size_t)(to - from));
}

// What g++ passes of an array whose length it knows, as those in static shared memory, which have no forbidden zones.
struct OutOfBounds {
  const char *file;
  uint32_t line, column;
};

} // namespace cuemu

extern "C" __attribute__((visibility("hidden"))) void __ubsan_handle_out_of_bounds(cuemu::OutOfBounds *at, uintptr_t index) {
  cuemu::fail("index %ld is out of bounds of an array (%s:%u)", (long)index, at->file, at->line);
}
