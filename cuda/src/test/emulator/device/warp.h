// Warp operations. Each names itself and its line, for the message when lanes do not meet.
#pragma once

namespace cuemu {

template <class T> static inline T shuffle(unsigned mask, T value, int source, bool keep, const char *operation, int line) {
  static_assert(sizeof(T) <= 8, "shuffles take at most 8 bytes");
  uint64_t bits = 0;
  memcpy(&bits, &value, sizeof(T));
  unsigned generation;
  Group *group = meet(mask, bits, operation, line, &generation);
  if (keep) return value;
  // a lane that takes no part has no defined value on a GPU: here it is a NaN, which tests notice
  bool defined = source >= 0 && source < 32 && (mask >> source & 1);
  bits = defined ? group->values[generation & 1][source] : ~0ull;
  T result;
  memcpy(&result, &bits, sizeof(T));
  return result;
}

static inline int lane() { return (int)block->current->lane(); }

} // namespace cuemu

template <class T>
static inline T __shfl_sync(unsigned mask, T v, int source, int width = 32, int line = __builtin_LINE()) {
  int first = cuemu::lane() & ~(width - 1);
  return cuemu::shuffle(mask, v, first + (source & (width - 1)), false, "__shfl_sync", line);
}

template <class T>
static inline T __shfl_xor_sync(unsigned mask, T v, int bits, int width = 32, int line = __builtin_LINE()) {
  int source = cuemu::lane() ^ bits;
  bool beyond = (source & ~(width - 1)) > (cuemu::lane() & ~(width - 1));
  return cuemu::shuffle(mask, v, source, beyond, "__shfl_xor_sync", line);
}

template <class T>
static inline T __shfl_down_sync(unsigned mask, T v, int by, int width = 32, int line = __builtin_LINE()) {
  bool beyond = (cuemu::lane() & (width - 1)) + by >= width;
  return cuemu::shuffle(mask, v, cuemu::lane() + by, beyond, "__shfl_down_sync", line);
}

template <class T>
static inline T __shfl_up_sync(unsigned mask, T v, int by, int width = 32, int line = __builtin_LINE()) {
  bool beyond = (cuemu::lane() & (width - 1)) < by;
  return cuemu::shuffle(mask, v, cuemu::lane() - by, beyond, "__shfl_up_sync", line);
}

static inline void __syncwarp(unsigned mask = 0xffffffffu, int line = __builtin_LINE()) {
  unsigned generation;
  cuemu::meet(mask, 0, "__syncwarp", line, &generation);
}

static inline unsigned __ballot_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  unsigned generation, votes = 0;
  cuemu::Group *group = cuemu::meet(mask, predicate != 0, "__ballot_sync", line, &generation);
  for (int i = 0; i < 32; i++) {
    // lanes past the end of the block take no part, whatever the mask says
    if ((group->mask >> i & 1) && group->values[generation & 1][i]) votes |= 1u << i;
  }
  return votes;
}

static inline int __any_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  return __ballot_sync(mask, predicate, line) != 0;
}

static inline int __all_sync(unsigned mask, int predicate, int line = __builtin_LINE()) {
  return __ballot_sync(mask, predicate == 0, line) == 0;
}

static inline unsigned __activemask() { return cuemu::block->warp(*cuemu::block->current).live; }
