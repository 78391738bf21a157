// What a module tells the driver: its kernels, with the sizes of their parameters, and how to run a grid of one.
#pragma once
#include <cstddef>
#include <cstdint>

namespace cuemu {

struct Kernel {
  const char *name;
  int parameters;
  const size_t *sizes;
  void (*call)(void **arguments);
};

struct Table {
  int count;
  const Kernel *kernels;
};

// What compiler.cpp writes behind the kernels.
extern const Table module_table __attribute__((visibility("hidden")));

struct Grid {
  unsigned grid[3], block[3];
  size_t shared_bytes;
  uint64_t seed; // of the order in which threads take their turns
};

// Runs all blocks; returns whether they ended well, and otherwise writes why not.
typedef bool (*Run)(const Kernel *kernel, const Grid *grid, void **arguments, char *error, size_t error_bytes);

} // namespace cuemu
