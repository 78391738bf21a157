// Matrix products of our own, for where there is no cuBLASLt. A block makes a tile of 64 x 64, a thread 4 x 4 of it; tiles of both
// operands go through shared memory, 16 deep.
#include "cells.cuh"
#include "fold.cuh"
#include "walk.cuh"

constexpr int TILE = 64, DEPTH = 16, SIDE = 16, EACH = TILE / SIDE;

// A matrix of any strides; what lies outside is 0.
template <class E> struct Matrix {
  Cells<E> cells;
  long long first, down, along;
  int rows, columns;

  __device__ typename Cells<E>::Real get(int row, int column) const {
    bool inside = row < rows && column < columns;
    return inside ? cells.get(first + row * down + column * along) : typename Cells<E>::Real(0);
  }
};

// Fills a tile, `swapped` if neighbours of the matrix are those of the tile's second axis: reads that go along memory are joined.
template <int ROWS, int COLUMNS, class E, class T>
__device__ void load(const Matrix<E> &x, int row, int column, T (&tile)[ROWS][COLUMNS + 1]) {
  bool along = x.along == 1;
  for (int k = (int)threadIdx.x; k < ROWS * COLUMNS; k += SIDE * SIDE) {
    int i = along ? k / COLUMNS : k % ROWS, j = along ? k % COLUMNS : k / ROWS;
    tile[i][j] = x.get(row + i, column + j);
  }
}

template <class A, class B> __device__ void multiply(const Matrix<A> &a, const Matrix<B> &b, Cells<A> c, long long corner) {
  typedef typename Cells<A>::Real T;
  __shared__ T left[TILE][DEPTH + 1], right[DEPTH][TILE + 1];
  int row = (int)blockIdx.y * TILE, column = (int)blockIdx.x * TILE;
  int y = (int)threadIdx.x / SIDE, x = (int)threadIdx.x % SIDE;
  T sums[EACH][EACH] = {};
  for (int k = 0; k < a.columns; k += DEPTH) {
    __syncthreads();
    load<TILE, DEPTH>(a, row, k, left);
    load<DEPTH, TILE>(b, k, column, right);
    __syncthreads();
    for (int d = 0; d < DEPTH; d++) {
      for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < EACH; j++) sums[i][j] += left[y + i * SIDE][d] * right[d][x + j * SIDE];
      }
    }
  }
  for (int i = 0; i < EACH; i++) {
    for (int j = 0; j < EACH; j++) {
      int r = row + y + i * SIDE, s = column + x + j * SIDE;
      if (r < a.rows && s < b.columns) c.set(corner + r * (long long)b.columns + s, sums[i][j]);
    }
  }
}

// The strides of a product's operands: down and along each.
struct Strides {
  long long a_down, a_along, b_down, b_along;
};

// The walk goes over the batch: where the matrices of c, a and b begin.
template <class A, class B>
__device__ void matmul(Cells<A> a, Cells<B> b, Cells<A> c, int m, int n, int k, const Strides &strides, const Walk &walk) {
  for (long long batch = blockIdx.z; batch < walk.size; batch += gridDim.z) {
    long long at[3];
    walk.locate(batch, at);
    Matrix<A> left{a, at[1], strides.a_down, strides.a_along, m, k};
    Matrix<B> right{b, at[2], strides.b_down, strides.b_along, k, n};
    multiply(left, right, c, at[0]);
  }
}

#define ENTRY(A, a_suffix, B, b_suffix)                                                          \
  KERNEL(matmul_##a_suffix##_##b_suffix)(const void *a, const void *b, void *c, int a_type, int b_type, int m, int n, int k, \
      Strides strides, Walk walk) {                                                              \
    matmul(Cells<A>(a, a_type), Cells<B>(b, b_type), Cells<A>(c, a_type), m, n, k, strides, walk); \
  }
ENTRY(float, f32, float, f32)
ENTRY(bf16, bf16, bf16, bf16)
ENTRY(float, f32, bf16, bf16)
ENTRY(varied, any, varied, any)
#undef ENTRY

// c[i, j] = scales[j] times the sum of a[i, p] b[j, p], for b of 8 bits: a warp for each element of a row.
template <class A, class S>
__device__ void matmul_scaled(Cells<A> a, const signed char *b, Cells<S> scales, Cells<A> c, int m, int n, int k) {
  typedef typename Cells<A>::Real T;
  int j = (int)(blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32);
  if (j >= n) return; // a whole warp
  for (int i = (int)blockIdx.y; i < m; i += (int)gridDim.y) {
    T sum = 0;
    for (int p = AcrossWarp::lane(); p < k; p += AcrossWarp::lanes()) {
      sum += a.get((long long)i * k + p) * T(b[(long long)j * k + p]);
    }
    sum = AcrossWarp::fold<Sum>(sum);
    if (AcrossWarp::lane() == 0) c.set((long long)i * n + j, T(scales.get(j)) * sum);
  }
}

#define ENTRY(A, a_suffix, S, s_suffix)                                                          \
  KERNEL(matmul_scaled_##a_suffix##_##s_suffix)(                                                 \
      const void *a, const void *b, const void *scales, void *c, int type, int scales_type, int m, int n, int k) { \
    matmul_scaled(Cells<A>(a, type), (const signed char *)b, Cells<S>(scales, scales_type), Cells<A>(c, type), m, n, k); \
  }
ENTRY(float, f32, float, f32)
ENTRY(bf16, bf16, bf16, bf16)
ENTRY(bf16, bf16, float, f32)
ENTRY(varied, any, varied, any)
