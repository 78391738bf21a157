// Neighbours of float32 or bfloat16 in registers, moved 16 bytes at a time.
#pragma once
#include "cells.cuh"

// Two neighbours of bfloat16 in a word, to nearest even; the first is the lower half.
#ifdef __CUEMU__
__device__ inline unsigned pair(float lower, float upper) { return rounded(lower).bits | (unsigned)rounded(upper).bits << 16; }
#else
__device__ inline unsigned pair(float lower, float upper) {
  unsigned both;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(upper), "f"(lower));
  return both;
}
#endif

// As many neighbours as 16 bytes hold, widened.
template <class E> struct Lanes {
  static constexpr int SIZE = Pack<E>::SIZE;
  float x[SIZE];
};

// Whether packs may be read from these addresses on, and from rows of n elements after them.
template <class E> __device__ bool packed(long long n, const void *a, const void *b = nullptr, const void *c = nullptr, const void *d = nullptr) {
  unsigned long long all = (unsigned long long)a | (unsigned long long)b | (unsigned long long)c | (unsigned long long)d;
  return (all | (unsigned long long)n * sizeof(E)) % sizeof(Pack<E>) == 0;
}

// What the words of a pack hold.
template <class E> __device__ Lanes<E> unpacked(const Pack<unsigned> &pack);
template <> __device__ inline Lanes<float> unpacked<float>(const Pack<unsigned> &pack) {
  Lanes<float> lanes;
  for (int i = 0; i < 4; i++) lanes.x[i] = __uint_as_float(pack.elements[i]);
  return lanes;
}
template <> __device__ inline Lanes<bf16> unpacked<bf16>(const Pack<unsigned> &pack) {
  Lanes<bf16> lanes;
  for (int i = 0; i < 4; i++) {
    lanes.x[2 * i] = __uint_as_float(pack.elements[i] << 16);
    lanes.x[2 * i + 1] = __uint_as_float(pack.elements[i] & 0xffff0000u);
  }
  return lanes;
}

// Reads and writes the elements from an aligned address on.
template <class E> __device__ Lanes<E> load(const E *from) { return unpacked<E>(*(const Pack<unsigned> *)from); }
__device__ inline void store(float *to, const Lanes<float> &lanes) {
  Pack<float> pack;
  for (int i = 0; i < 4; i++) pack.elements[i] = lanes.x[i];
  *(Pack<float> *)to = pack;
}
__device__ inline void store(bf16 *to, const Lanes<bf16> &lanes) {
  Pack<unsigned> pack;
  for (int i = 0; i < 4; i++) pack.elements[i] = pair(lanes.x[2 * i], lanes.x[2 * i + 1]);
  *(Pack<unsigned> *)to = pack;
}
