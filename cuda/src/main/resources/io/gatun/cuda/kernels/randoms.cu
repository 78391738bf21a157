// Random fills and dropout: a thread for each block of the generator.
#include "packs.cuh"
#include "philox.cuh"

KERNEL(uniform_f32)(float *y, long long n, RandomStream stream) {
  FOR_EACH(block, (n + 3) / 4) {
    Words words = philox(stream, block);
    for (int i = 0; i < 4 && 4 * block + i < n; i++) y[4 * block + i] = float(words.word[i] >> 8) * 0x1p-24f;
  }
}

KERNEL(normal_f32)(float *y, long long n, RandomStream stream) {
  FOR_EACH(block, (n + 3) / 4) {
    Words words = philox(stream, block);
    for (int i = 0; i < 4 && 4 * block + i < n; i++) {
      unsigned first = words.word[i & 2], second = words.word[(i & 2) + 1];
      float radius = sqrt(-2 * log(((first >> 8) + 1) * 0x1p-24f)), angle = 6.283185307179586f * ((second >> 8) * 0x1p-24f);
      y[4 * block + i] = radius * (i & 1 ? sin(angle) : cos(angle));
    }
  }
}

// Whether elements are read and written in packs: those of varied types are not.
template <class E> __device__ bool packs(Cells<E> x, Cells<E> y) { return packed<E>(0, x.data, y.data); }
__device__ inline bool packs(Cells<varied>, Cells<varied>) { return false; }

template <class E>
__device__ void dropout(
    Cells<E> x, Cells<E> y, long long n, RandomStream stream, int dropped, double scale) {
  typedef typename Cells<E>::Real T;
  typedef Pack<E, 8> Eight; // the elements of a block of the generator
  bool together = packs(x, y);
  FOR_EACH(block, (n + 7) / 8) {
    Words words = philox(stream, block);
    if (together && 8 * block + 8 <= n) {
      Eight eight = ((const Eight *)x.data)[block];
      Cells<E> cells(eight.elements, 0);
      for (int i = 0; i < 8; i++) cells.set(i, drops(words, i, dropped) ? T(0) : cells.get(i) * T(scale));
      ((Eight *)y.data)[block] = eight;
      continue;
    }
    for (int i = 0; i < 8 && 8 * block + i < n; i++) {
      y.set(8 * block + i, drops(words, i, dropped) ? T(0) : x.get(8 * block + i) * T(scale));
    }
  }
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(dropout_##suffix)(const void *x, void *y, int type, long long n, RandomStream stream, int dropped, double scale) { \
    dropout(Cells<E>(x, type), Cells<E>(y, type), n, stream, dropped, scale);                    \
  }
FOR_TYPES(ENTRY)
