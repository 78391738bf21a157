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
