// Tiles of rows in shared memory, and a warp's products of 16 of their rows: of bfloat16 on tensor cores, of float32 on the other
// units, with the elements of a product in the same lanes.
#pragma once
#include "tensor.cuh"

// Rows of D elements. A row is followed by 16 unused bytes, so that 8 of them lie in different banks.
template <class E, int D> struct Tile {
  static constexpr int PITCH = D + Pack<E>::SIZE;
  E *rows;

  // Where a tile of `count` rows ends.
  __device__ E *end(int count) const { return rows + count * PITCH; }

  // Copies rows from `from` on, by all threads; those from `end` on, and columns from `width` on, become 0.
  __device__ void load(const E *x, long long stride, int from, int end, int width, int count) const {
    constexpr int SIZE = Pack<E>::SIZE, PACKS = D / SIZE;
    bool whole = packed<E>(stride | width, x); // its rows, and what of them there is
    for (int k = (int)threadIdx.x; k < count * PACKS; k += (int)blockDim.x) {
      int row = k / PACKS, column = k % PACKS * SIZE;
      const E *source = x + (from + row) * stride + column;
      Pack<E> pack = {};
      if (from + row < end && whole) {
        if (column < width) pack = *(const Pack<E> *)source;
      } else if (from + row < end) {
        for (int c = 0; c < SIZE; c++) {
          if (column + c < width) pack.elements[c] = source[c];
        }
      }
      *(Pack<E> *)(rows + row * PITCH + column) = pack;
    }
  }
};

// The column of element e of product n, where the right factor's columns are in the order of its memory.
__device__ inline int column_of(int n, int e) { return n * 8 + (int)threadIdx.x % 4 * 2 + e % 2; }

// --- of bfloat16 -----------------------------------------------------------------------------------------------------------------

// Loads 16 rows from `row` on, and 16 columns.
template <int D> __device__ LeftFactor left_of(Tile<bf16, D> tile, int row, int column) {
  int lane = (int)threadIdx.x % 32;
  LeftFactor a;
  LOAD_SQUARES(a.word, tile.rows + (row + lane % 16) * tile.PITCH + column + lane / 16 * 8, false);
  return a;
}

// Loads the transposes of twice 8 rows from `row` on, and 16 columns; or 16 rows, and twice 8 columns.
template <int D> __device__ void right_of(Tile<bf16, D> tile, int row, int column, bool transposed, RightFactor (&b)[2]) {
  int lane = (int)threadIdx.x % 32, later = lane / 8 % 2 * 8, other = lane / 16 * 8;
  const bf16 *from = transposed ? tile.rows + (row + lane % 8 + other) * tile.PITCH + column + later
                                : tile.rows + (row + lane % 16) * tile.PITCH + column + other;
  unsigned words[4];
  LOAD_SQUARES(words, from, !transposed);
  b[0] = RightFactor{{words[0], words[1]}};
  b[1] = RightFactor{{words[2], words[3]}};
}

// sums += a bᵀ, of 16 rows of a from `row` on and 8 N of b.
template <int D, int N> __device__ void multiply_transposed(Product (&sums)[N], Tile<bf16, D> a, int row, Tile<bf16, D> b) {
#pragma unroll
  for (int k = 0; k < D; k += 16) {
    LeftFactor left = left_of(a, row, k);
#pragma unroll
    for (int n = 0; n < N; n += 2) {
      RightFactor right[2];
      right_of(b, 8 * n, k, true, right);
      MULTIPLY(sums[n], left, right[0]);
      MULTIPLY(sums[n + 1], left, right[1]);
    }
  }
}

// sums += a b, where a is 16 x 8 N and was itself made by multiply_transposed. Columns are those of made_column.
template <int D, int N> __device__ void multiply_made(Product (&sums)[D / 8], const Product (&a)[N], Tile<bf16, D> b) {
#pragma unroll
  for (int k = 0; k < N; k += 2) {
    LeftFactor left{{pair(a[k][0], a[k][1]), pair(a[k][2], a[k][3]), pair(a[k + 1][0], a[k + 1][1]), pair(a[k + 1][2], a[k + 1][3])}};
#pragma unroll
    for (int n = 0; n < D / 8; n += 2) {
      RightFactor right[2];
      right_of(b, 8 * k, 8 * n, false, right);
      MULTIPLY(sums[n], left, right[0]);
      MULTIPLY(sums[n + 1], left, right[1]);
    }
  }
}

template <class E> __device__ int made_column(int n, int e) { return column_of(n, e); }

// --- of float32 ------------------------------------------------------------------------------------------------------------------

template <int D, int N> __device__ void multiply_transposed(Product (&sums)[N], Tile<float, D> a, int row, Tile<float, D> b) {
  int lane = (int)threadIdx.x % 32;
  const float *left = a.rows + (row + lane / 4) * a.PITCH, *right = b.rows + column_of(0, 0) * b.PITCH;
#pragma unroll 2
  for (int k = 0; k < D; k += 4) {
    Pack<float> upper = *(const Pack<float> *)(left + k), lower = *(const Pack<float> *)(left + 8 * a.PITCH + k);
#pragma unroll
    for (int n = 0; n < 2 * N; n++) {
      Pack<float> column = *(const Pack<float> *)(right + (n / 2 * 8 + n % 2) * b.PITCH + k);
#pragma unroll
      for (int i = 0; i < 4; i++) {
        sums[n / 2][n % 2] += upper.elements[i] * column.elements[i];
        sums[n / 2][2 + n % 2] += lower.elements[i] * column.elements[i];
      }
    }
  }
}

// A lane has 4 neighbouring columns of each 16, those of two products, so that it reads them at once. Each of a's elements is handed
// to the 4 lanes of its row.
template <> __device__ inline int made_column<float>(int n, int e) { return n / 2 * 16 + (int)threadIdx.x % 4 * 4 + n % 2 * 2 + e % 2; }

template <int D, int N> __device__ void multiply_made(Product (&sums)[D / 8], const Product (&a)[N], Tile<float, D> b) {
  int lane = (int)threadIdx.x % 32;
  const float *right = b.rows + lane % 4 * 4;
#pragma unroll 2
  for (int holder = 0; holder < 4; holder++) { // of two columns of each of a's products, which are rows of b
#pragma unroll
    for (int k = 0; k < 2 * N; k++) {
      float upper = __shfl_sync(0xffffffff, a[k / 2][k % 2], lane - lane % 4 + holder);
      float lower = __shfl_sync(0xffffffff, a[k / 2][2 + k % 2], lane - lane % 4 + holder);
      const float *row = right + (k / 2 * 8 + 2 * holder + k % 2) * b.PITCH;
#pragma unroll
      for (int n = 0; n < D / 8; n += 2) {
        Pack<float> columns = *(const Pack<float> *)(row + 8 * n);
#pragma unroll
        for (int i = 0; i < 4; i++) {
          sums[n + i / 2][i % 2] += upper * columns.elements[i];
          sums[n + i / 2][2 + i % 2] += lower * columns.elements[i];
        }
      }
    }
  }
}
