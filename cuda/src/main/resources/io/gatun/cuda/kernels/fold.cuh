// Folds over the threads of a block, in an order that depends on nothing but their number.
#pragma once

__device__ inline float infinity() { return __int_as_float(0x7f800000); }

struct Sum {
  template <class T> __device__ static T none() { return T(0); }
  template <class T> __device__ static T of(T a, T b) { return a + b; }
};

// As Java's Math.max: NaN if there is one, and 0 is more than -0.
struct Most {
  template <class T> __device__ static T none() { return T(-infinity()); }
  template <class T> __device__ static T of(T a, T b) { return a == b && a == T(0) ? a + b : a > b || a != a ? a : b; }
#ifndef __CUEMU__
  __device__ static float of(float a, float b) { // the same in one instruction
    float most;
    asm("max.NaN.f32 %0, %1, %2;" : "=f"(most) : "f"(a), "f"(b));
    return most;
  }
#endif
};

struct Least {
  template <class T> __device__ static T none() { return T(infinity()); }
  template <class T> __device__ static T of(T a, T b) { return a == b && a == T(0) ? -(-a - b) : a < b || a != a ? a : b; }
};

struct First {
  __device__ static int of(int a, int b) { return a < b ? a : b; }
};

// All threads of a row of up to 1024, whole warps: each gets the result. A grid has a team of them for each block.
struct AcrossBlock {
  static __device__ int team() { return (int)blockIdx.x; }
  static __device__ int teams() { return (int)gridDim.x; }
  static __device__ int lane() { return (int)threadIdx.x; }
  static __device__ int lanes() { return (int)blockDim.x; }

  template <class Fold, class T> static __device__ T fold(T x) {
    __shared__ T warps[32];
    for (int by = 16; by > 0; by >>= 1) x = Fold::of(x, __shfl_xor_sync(0xffffffffu, x, by));
    __syncthreads(); // what the fold before left has been read
    if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = x;
    __syncthreads();
    T all = warps[0];
    for (unsigned warp = 1; warp < blockDim.x / 32; warp++) all = Fold::of(all, warps[warp]);
    return all;
  }
};

// The 8 threads that share a column, of a block of 32 columns: each gets the result.
struct AcrossColumn {
  static constexpr int WIDTH = 32, LANES = 8;
  static __device__ int lane() { return (int)threadIdx.y; }
  static __device__ int lanes() { return LANES; }

  template <class Fold, class T> static __device__ T fold(T x) {
    __shared__ T lanes[LANES][WIDTH];
    __syncthreads();
    lanes[threadIdx.y][threadIdx.x] = x;
    __syncthreads();
    T all = lanes[0][threadIdx.x];
    for (int lane = 1; lane < LANES; lane++) all = Fold::of(all, lanes[lane][threadIdx.x]);
    return all;
  }
};

// The lanes of a warp: each gets the result. A grid has a team of them for each warp.
struct AcrossWarp {
  static __device__ int team() { return (int)(blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32); }
  static __device__ int teams() { return (int)(gridDim.x * (blockDim.x / 32)); }
  static __device__ int lane() { return (int)(threadIdx.x % 32); }
  static __device__ int lanes() { return 32; }

  template <class Fold, class T> static __device__ T fold(T x) {
    for (int by = 16; by > 0; by >>= 1) x = Fold::of(x, __shfl_xor_sync(0xffffffffu, x, by));
    return x;
  }
};
