// CUDA's short vectors, with its alignments: a kernel that reads a float4 from an odd address should be seen to do so.
#pragma once

#define CUEMU_VECTORS(T, NAME)                                                                   \
  struct alignas(2 * sizeof(T)) NAME##2 {                                                        \
    T x, y;                                                                                      \
  };                                                                                             \
  struct NAME##3 {                                                                               \
    T x, y, z;                                                                                   \
  };                                                                                             \
  struct alignas(sizeof(T) * 4 > 16 ? 16 : sizeof(T) * 4) NAME##4 {                              \
    T x, y, z, w;                                                                                \
  };                                                                                             \
  CUEMU_MAKE(T, NAME)
#define CUEMU_MAKE(T, NAME)                                                                      \
  static inline NAME##2 make_##NAME##2(T x, T y) { return {x, y}; }                              \
  static inline NAME##4 make_##NAME##4(T x, T y, T z, T w) { return {x, y, z, w}; }

CUEMU_VECTORS(float, float)
CUEMU_VECTORS(double, double)
CUEMU_VECTORS(int, int)
CUEMU_VECTORS(short, short)
CUEMU_VECTORS(unsigned short, ushort)
CUEMU_VECTORS(unsigned char, uchar)

// uint3 is what threadIdx is, and so stands in kernel.h
struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
CUEMU_MAKE(unsigned, uint)

#undef CUEMU_VECTORS
#undef CUEMU_MAKE
