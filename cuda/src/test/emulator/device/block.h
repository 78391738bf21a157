// A block while it runs: its threads, what they wait for, and what went wrong.
#pragma once

namespace cuemu {

// Lanes of one warp that meet at a warp operation. Values lie in two buffers in turn, so that a lane that runs ahead does not
// overwrite what a slower one has yet to read.
struct Group {
  unsigned mask = 0, arrived = 0, generation = 0;
  uint64_t values[2][32];
};

struct Warp {
  Group groups[8];
  unsigned live = 0; // lanes that have not left the kernel
};

struct Fiber {
  void *stack_pointer = nullptr;
  char *stack = nullptr;
  bool done = true;
  const unsigned *awaited = nullptr; // runs on when this no longer holds `seen`, or when it is null
  unsigned seen = 0;
  const char *where = "";
  int line = 0;
  unsigned mask = 0;
  uint3 index{};
  unsigned number = 0;

  unsigned lane() const { return number & 31; }
};

struct Block {
  uint3 index{};
  dim3 grid, dim;
  unsigned threads = 0, alive = 0;
  unsigned barrier_arrived = 0, barrier_generation = 0;
  int barrier_count[2] = {0, 0}, barrier_line = 0;
  Fiber *current = nullptr;
  Warp *warps = nullptr;
  void *scheduler = nullptr;
  char *dynamic_shared = nullptr;
  bool failed = false;
  char error[512] = {0};

  Warp &warp(const Fiber &fiber) { return warps[fiber.number / 32]; }
};

// __thread, which unlike thread_local is read without asking first whether it has been made
extern __thread Block *block __attribute__((visibility("hidden")));

// Keeps the first thing that went wrong in this block; the scheduler then drops the block.
void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Waits for all threads of the block; returns how many came with a predicate that is not 0.
int barrier(int predicate, int line);

// Waits for the lanes of the mask, each of which leaves a value in the generation's buffer.
Group *meet(unsigned mask, uint64_t value, const char *operation, int line, unsigned *generation);

// The block's dynamic shared memory; compiler.cpp makes `extern __shared__` arrays call it.
static inline char *dynamic_shared() { return block->dynamic_shared; }

} // namespace cuemu
