// What the lanes of a warp do together on tensor cores: products of 16 x 16 by 16 x 8 elements of bfloat16, summed in float32.
// How the elements lie in the lanes' registers is told by the PTX ISA (mma.m16n8k16): lane l has row l / 4 (and 8 below it), and of
// each 8 columns the two from 2 (l % 4) on.
#pragma once
#include "packs.cuh"

// A left factor, 16 x 16. Words 1 and 3 are of the lower rows, 2 and 3 of the later columns.
struct LeftFactor {
  unsigned word[4];
};

// A right factor, 16 x 8, of which the lane has column l / 4. Word 1 is of the later rows.
struct RightFactor {
  unsigned word[2];
};

// A product or part of one, 16 x 8: element e of the lane is in the lower row if e >= 2, and in the later column if e is odd.
typedef float Product[4];

#ifdef __CUEMU__
#define MULTIPLY(sums, a, b) cuemu::multiply(sums, (a).word, (b).word, __LINE__)
#define LOAD_SQUARES(words, row, transposed) cuemu::load_squares(words, row, transposed, __LINE__)
#else
#define MULTIPLY multiply
#define LOAD_SQUARES load_squares

// sums += a b
__device__ inline void multiply(Product &sums, const LeftFactor &a, const RightFactor &b) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
               : "r"(a.word[0]), "r"(a.word[1]), "r"(a.word[2]), "r"(a.word[3]), "r"(b.word[0]), "r"(b.word[1]));
}

// Loads four squares of 8 x 8 from shared memory: lane l says where row l % 8 of square l / 8 is. The lane gets, of each square,
// elements 2 (l % 4) and the next of row l / 4, or of column l / 4 if they are transposed.
__device__ inline void load_squares(unsigned (&words)[4], const bf16 *row, bool transposed) {
  unsigned at = (unsigned)__cvta_generic_to_shared(row);
  if (transposed) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
                 : "r"(at)
                 : "memory");
  } else {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
                 : "r"(at)
                 : "memory");
  }
}
#endif

// Rows of D elements of bfloat16 in shared memory. A row is followed by 16 unused bytes, so that 8 of them lie in different banks.
template <int D> struct Tile {
  static constexpr int PITCH = D + 8;
  bf16 *rows;

  // Where a tile of `count` rows ends.
  __device__ bf16 *end(int count) const { return rows + count * PITCH; }

  // Copies rows from `from` on, by all threads; those from `end` on, and columns from `width` on, become 0.
  __device__ void load(const bf16 *x, long long stride, int from, int end, int width, int count) const {
    constexpr int PACKS = D / Pack<bf16>::SIZE;
    bool packed = ((unsigned long long)x | (unsigned long long)(stride * sizeof(bf16)) | width * sizeof(bf16)) % sizeof(Pack<bf16>) == 0;
    for (int k = (int)threadIdx.x; k < count * PACKS; k += (int)blockDim.x) {
      int row = k / PACKS, column = k % PACKS * Pack<bf16>::SIZE;
      const bf16 *source = x + (from + row) * stride + column;
      Pack<bf16> pack = {};
      if (from + row < end && packed) {
        if (column < width) pack = *(const Pack<bf16> *)source;
      } else if (from + row < end) {
        for (int c = 0; c < Pack<bf16>::SIZE; c++) {
          if (column + c < width) pack.elements[c] = source[c];
        }
      }
      *(Pack<bf16> *)(rows + row * PITCH + column) = pack;
    }
  }

  // 16 rows from `row` on, and 16 columns.
  __device__ LeftFactor left(int row, int column) const {
    int lane = (int)threadIdx.x % 32;
    LeftFactor a;
    LOAD_SQUARES(a.word, rows + (row + lane % 16) * PITCH + column + lane / 16 * 8, false);
    return a;
  }
  // The transposes of twice 8 rows from `row` on, and 16 columns.
  __device__ void transposed(int row, int column, RightFactor (&b)[2]) const {
    int lane = (int)threadIdx.x % 32;
    load(b, rows + (row + lane % 8 + lane / 16 * 8) * PITCH + column + lane / 8 % 2 * 8, false);
  }
  // 16 rows from `row` on, and twice 8 columns.
  __device__ void right(int row, int column, RightFactor (&b)[2]) const {
    int lane = (int)threadIdx.x % 32;
    load(b, rows + (row + lane % 16) * PITCH + column + lane / 16 * 8, true);
  }

private:
  static __device__ void load(RightFactor (&b)[2], const bf16 *row, bool transposed) {
    unsigned words[4];
    LOAD_SQUARES(words, row, transposed);
    b[0] = RightFactor{{words[0], words[1]}};
    b[1] = RightFactor{{words[2], words[3]}};
  }
};

// sums += a bᵀ, of 16 rows of a from `row` on and 8 N of b.
template <int D, int N> __device__ void multiply_transposed(Product (&sums)[N], Tile<D> a, int row, Tile<D> b) {
#pragma unroll
  for (int k = 0; k < D; k += 16) {
    LeftFactor left = a.left(row, k);
#pragma unroll
    for (int n = 0; n < N; n += 2) {
      RightFactor right[2];
      b.transposed(8 * n, k, right);
      MULTIPLY(sums[n], left, right[0]);
      MULTIPLY(sums[n + 1], left, right[1]);
    }
  }
}

// sums += a b, where a is 16 x 8 N and was itself made by products, of which it has the layout.
template <int D, int N> __device__ void multiply_made(Product (&sums)[D / 8], const Product (&a)[N], Tile<D> b) {
#pragma unroll
  for (int k = 0; k < N; k += 2) {
    LeftFactor left{{pair(a[k][0], a[k][1]), pair(a[k][2], a[k][3]), pair(a[k + 1][0], a[k + 1][1]), pair(a[k + 1][2], a[k + 1][3])}};
#pragma unroll
    for (int n = 0; n < D / 8; n += 2) {
      RightFactor right[2];
      b.right(8 * k, 8 * n, right);
      MULTIPLY(sums[n], left, right[0]);
      MULTIPLY(sums[n + 1], left, right[1]);
    }
  }
}
