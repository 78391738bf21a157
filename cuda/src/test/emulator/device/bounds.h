// Reads and writes out of bounds or unaligned, when kernels are built with -fsanitize=address,bounds,alignment. The library behind
// it is there only if it was loaded first, by LD_PRELOAD; without those options none of this does anything.
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

// A place in the source, as g++ passes it.
struct Line {
  const char *file;
  uint32_t line, column;
};

// What it passes of an access whose address is not aligned for its type.
struct Misaligned {
  Line at;
  const void *type;
  unsigned char log_alignment, kind;
};

} // namespace cuemu

// Of an array whose length g++ knows, as those in static shared memory, which have no forbidden zones.
extern "C" __attribute__((visibility("hidden"))) void __ubsan_handle_out_of_bounds(cuemu::Line *at, uintptr_t index) {
  cuemu::fail("index %ld is out of bounds of an array (%s:%u)", (long)index, at->file, at->line);
}

extern "C" __attribute__((visibility("hidden"))) void __ubsan_handle_type_mismatch_v1(cuemu::Misaligned *access, uintptr_t address) {
  cuemu::fail("address 0x%lx is not aligned to %d bytes (%s:%u)", (unsigned long)address, 1 << access->log_alignment, access->at.file,
      access->at.line);
  cuemu_switch(&cuemu::block->current->stack_pointer, cuemu::block->scheduler); // for good: the access would end the process
}
