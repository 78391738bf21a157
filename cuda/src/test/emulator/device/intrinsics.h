// CUDA's functions of one thread. The fast approximations are the exact functions here: tolerances must cover the GPU's error.
#pragma once

template <class T> static inline T __ldg(const T *address) { return *address; }

template <class To, class From> static inline To cuemu_bits(From from) {
  static_assert(sizeof(To) == sizeof(From), "the same bits");
  To to;
  memcpy(&to, &from, sizeof to);
  return to;
}
static inline float __uint_as_float(unsigned bits) { return cuemu_bits<float>(bits); }
static inline unsigned __float_as_uint(float x) { return cuemu_bits<unsigned>(x); }
static inline float __int_as_float(int bits) { return cuemu_bits<float>(bits); }
static inline int __float_as_int(float x) { return cuemu_bits<int>(x); }

static inline float rsqrtf(float x) { return 1.0f / sqrtf(x); }
static inline float __fdividef(float a, float b) { return a / b; }
#define __expf expf
#define __logf logf

static inline int __popc(unsigned bits) { return __builtin_popcount(bits); }
static inline int __clz(int bits) { return bits ? __builtin_clz((unsigned)bits) : 32; }
static inline int __ffs(int bits) { return __builtin_ffs(bits); }

template <class T> static inline T min(T a, T b) { return b < a ? b : a; }
template <class T> static inline T max(T a, T b) { return a < b ? b : a; }
