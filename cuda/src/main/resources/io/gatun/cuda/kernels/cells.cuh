// How elements are stored, and what they are computed as. A kernel is written once, as a template over the element type; it has
// an entry for float32, one for bfloat16, and one for all other types, which are told apart at run time and computed in double.
#pragma once

#define KERNEL(name) extern "C" __global__ void name

// Calls ENTRY(type, suffix of the kernel's name) for each type that has an entry.
#define FOR_TYPES(ENTRY) ENTRY(float, f32) ENTRY(bf16, bf16) ENTRY(varied, any)

struct bf16 {
  unsigned short bits;
};
struct varied {};

// as io.gatun.cuda.Launch numbers io.gatun.tensor.DType
enum Type { F32, F64, BF16, I32, I64, I8, U8, BOOL };

__device__ inline float widened(bf16 x) { return __uint_as_float((unsigned)x.bits << 16); }

// To nearest even; a NaN stays one, whose upper half alone might read as an infinity.
__device__ inline bf16 rounded(float x) {
  unsigned bits = __float_as_uint(x);
  unsigned short upper = (unsigned short)(x != x ? bits >> 16 | 0x40 : (bits + 0x7fff + (bits >> 16 & 1)) >> 16);
  return bf16{upper};
}

// Towards zero, kept between the ends of a type; NaN is 0.
__device__ inline long long cut(double x, double least, double most) {
  return x != x ? 0 : (long long)(x < least ? least : x > most ? most : x);
}
__device__ inline long long cut64(double x) {
  return x >= 9223372036854775807.0 ? 0x7fffffffffffffffll : cut(x, -9223372036854775808.0, 9223372036854774784.0);
}

// Elements of one type, counted from the first.
template <class E> struct Cells;

template <> struct Cells<float> {
  typedef float Real;
  float *data;
  __device__ Cells(const void *data, int) : data((float *)data) {}
  __device__ float get(long long i) const { return data[i]; }
  __device__ void set(long long i, float x) const { data[i] = x; }
};

template <> struct Cells<bf16> {
  typedef float Real;
  bf16 *data;
  __device__ Cells(const void *data, int) : data((bf16 *)data) {}
  __device__ float get(long long i) const { return widened(data[i]); }
  __device__ void set(long long i, float x) const { data[i] = rounded(x); }
};

template <> struct Cells<varied> {
  typedef double Real;
  void *data;
  int type;
  __device__ Cells(const void *data, int type) : data((void *)data), type(type) {}
  __device__ double get(long long i) const {
    switch (type) {
      case F32: return ((float *)data)[i];
      case F64: return ((double *)data)[i];
      case BF16: return widened(((bf16 *)data)[i]);
      case I32: return ((int *)data)[i];
      case I64: return (double)((long long *)data)[i];
      case I8: return ((signed char *)data)[i];
      case U8: return ((unsigned char *)data)[i];
      default: return ((unsigned char *)data)[i] != 0;
    }
  }
  __device__ void set(long long i, double x) const {
    switch (type) {
      case F32: ((float *)data)[i] = (float)x; break;
      case F64: ((double *)data)[i] = x; break;
      case BF16: ((bf16 *)data)[i] = rounded((float)x); break;
      case I32: ((int *)data)[i] = (int)cut(x, -2147483648.0, 2147483647.0); break;
      case I64: ((long long *)data)[i] = cut64(x); break;
      case I8: ((signed char *)data)[i] = (signed char)cut(x, -128, 127); break;
      case U8: ((unsigned char *)data)[i] = (unsigned char)cut(x, 0, 255); break;
      default: ((unsigned char *)data)[i] = x != 0;
    }
  }
};

// Neighbours that a thread reads and writes together, up to 16 bytes with each instruction.
template <class E, int N = 16 / sizeof(E)> struct alignas(N * sizeof(E) < 16 ? N * sizeof(E) : 16) Pack {
  static constexpr int SIZE = N;
  E elements[SIZE];
};

// The positions of a thread of a grid that covers n elements in strides.
#define FOR_EACH(i, n) \
  for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < (n); i += (long long)gridDim.x * blockDim.x)
