// Tensor cores: what PTX's mma.m16n8k16 and ldmatrix do, for bfloat16. Each lane gives its registers to the warp, and computes
// what it gets out of all of them; sums are made in the order of the elements, as float32.
#pragma once

namespace cuemu {

static inline float bfloat16(unsigned word, int half) { return cuemu_bits<float>(word >> 16 * half << 16); }

// What each lane hands over.
static inline void exchange(uint64_t value, uint64_t (&all)[32], const char *operation, int line) {
  unsigned generation;
  Group *group = meet(0xffffffffu, value, operation, line, &generation);
  memcpy(all, group->values[generation & 1], sizeof all);
}

static inline void multiply(float (&sums)[4], const unsigned (&a)[4], const unsigned (&b)[2], int line) {
  uint64_t left[2][32], right[32];
  exchange(a[0] | (uint64_t)a[1] << 32, left[0], "mma", line);
  exchange(a[2] | (uint64_t)a[3] << 32, left[1], "mma", line);
  exchange(b[0] | (uint64_t)b[1] << 32, right, "mma", line);
  int lane = (int)block->current->lane();
  for (int e = 0; e < 4; e++) {
    int row = lane / 4 + e / 2 * 8, column = lane % 4 * 2 + e % 2;
    for (int k = 0; k < 16; k++) {
      auto x = (unsigned)(left[k / 8][row % 8 * 4 + k % 8 / 2] >> row / 8 * 32);
      auto y = (unsigned)(right[column * 4 + k % 8 / 2] >> k / 8 * 32);
      sums[e] += bfloat16(x, k % 2) * bfloat16(y, k % 2);
    }
  }
}

template <class T> static inline void load_squares(unsigned (&words)[4], const T *row, bool transposed, int line) {
  static_assert(sizeof(T) == 2, "elements of 16 bits");
  if ((uintptr_t)row % 16) fail("ldmatrix line %d: a row is at an address that is no multiple of 16", line);
  uint64_t rows[32];
  exchange((uint64_t)(uintptr_t)row, rows, "ldmatrix", line);
  int lane = (int)block->current->lane(), first = lane % 4 * 2, own = lane / 4;
  for (int square = 0; square < 4; square++) {
    auto from = [&](int r, int c) {
      unsigned short bits;
      memcpy(&bits, (const T *)(uintptr_t)rows[square * 8 + r] + c, sizeof bits);
      return (unsigned)bits;
    };
    words[square] = transposed ? from(first, own) | from(first + 1, own) << 16 : from(own, first) | from(own, first + 1) << 16;
  }
}

} // namespace cuemu
