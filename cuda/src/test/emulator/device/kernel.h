// What a CUDA kernel sees when it runs on the CPU: comes first in every module. A block runs on one OS thread, and each of its
// CUDA threads is a fiber that gives way only at barriers and warp operations.
#pragma once
#include <cfloat>
#include <climits>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <math.h> // functions of floats and of doubles under one name, as in CUDA

#define __CUEMU__ 1
#define __global__
#define __device__
#define __host__
#define __constant__
#define __shared__ static thread_local // one block at a time has a thread to itself
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(...)
#define __grid_constant__
#define __align__(n) __attribute__((aligned(n)))
#ifndef __restrict__
#define __restrict__ __restrict
#endif

struct uint3 {
  unsigned x, y, z;
};
struct dim3 {
  unsigned x = 1, y = 1, z = 1;
};

#include "vectors.h"

#include "block.h"

#define threadIdx (cuemu::block->current->index)
#define blockIdx (cuemu::block->index)
#define blockDim (cuemu::block->dim)
#define gridDim (cuemu::block->grid)
static constexpr int warpSize = 32;

#define __syncthreads() ((void)cuemu::barrier(0, __LINE__))
#define __syncthreads_count(p) (cuemu::barrier((p) != 0, __LINE__))
#define __syncthreads_or(p) (cuemu::barrier((p) != 0, __LINE__) != 0)
#define __syncthreads_and(p) (cuemu::barrier((p) == 0, __LINE__) == 0)

static inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
static inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

#include "atomics.h"
#include "intrinsics.h"
#include "warp.h"
#include "tensor.h"
