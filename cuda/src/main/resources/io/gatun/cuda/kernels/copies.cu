// Elements that move between any strides, are chosen, converted or set. Where the type stays the same bits are moved, so that no
// NaN and no long changes: such kernels have an entry for each size of an element.
#include "packs.cuh"
#include "walk.cuh"

#define FOR_SIZES(ENTRY) ENTRY(unsigned char, 1) ENTRY(unsigned short, 2) ENTRY(unsigned, 4) ENTRY(unsigned long long, 8)

template <class B> __device__ void copy(const B *from, B *to, const Walk &walk) {
  FOR_EACH(i, walk.size) {
    long long at[2];
    walk.locate(i, at);
    to[at[1]] = from[at[0]];
  }
}

template <class B> __device__ void choose(const unsigned char *condition, const B *a, const B *b, B *y, const Walk &walk) {
  FOR_EACH(i, walk.size) {
    long long at[4];
    walk.locate(i, at);
    y[at[3]] = condition[at[0]] ? a[at[1]] : b[at[2]];
  }
}

#define ENTRY(B, bytes)                                                                          \
  KERNEL(copy_##bytes)(const void *from, void *to, Walk walk) { copy((const B *)from, (B *)to, walk); } \
  KERNEL(where_##bytes)(const void *condition, const void *a, const void *b, void *y, Walk walk) { \
    choose((const unsigned char *)condition, (const B *)a, (const B *)b, (B *)y, walk);           \
  }
FOR_SIZES(ENTRY)
#undef ENTRY
KERNEL(copy_16)(const void *from, void *to, Walk walk) { copy((const Pack<unsigned> *)from, (Pack<unsigned> *)to, walk); }

// Converts eight neighbours.
__device__ inline void convert_eight(const float *from, bf16 *to) {
  Lanes<float> lower = load(from), upper = load(from + 4);
  Lanes<bf16> all;
  for (int i = 0; i < 4; i++) {
    all.x[i] = lower.x[i];
    all.x[4 + i] = upper.x[i];
  }
  store(to, all);
}
__device__ inline void convert_eight(const bf16 *from, float *to) {
  Lanes<bf16> all = load(from);
  Lanes<float> lower, upper;
  for (int i = 0; i < 4; i++) {
    lower.x[i] = all.x[i];
    upper.x[i] = all.x[4 + i];
  }
  store(to, lower);
  store(to + 4, upper);
}

// Converts what can be converted in eights; returns where the rest begins.
template <class From, class To> __device__ long long convert_eights(Cells<From> from, Cells<To> to, const Walk &walk) {
  if (!walk.contiguous(2) || !packed<bf16>(0, from.data, to.data)) return 0;
  FOR_EACH(i, walk.size / 8) convert_eight(from.data + 8 * i, to.data + 8 * i);
  return walk.size / 8 * 8;
}
__device__ inline long long convert_eights(Cells<varied>, Cells<varied>, const Walk &) { return 0; }

template <class From, class To> __device__ void convert(Cells<From> from, Cells<To> to, const Walk &walk) {
  long long done = convert_eights(from, to, walk);
  FOR_EACH(i, walk.size - done) {
    long long at[2];
    walk.locate(done + i, at);
    to.set(at[1], from.get(at[0]));
  }
}

#define ENTRY(From, from_suffix, To, to_suffix)                                                  \
  KERNEL(convert_##from_suffix##_##to_suffix)(const void *from, void *to, int from_type, int to_type, Walk walk) { \
    convert(Cells<From>(from, from_type), Cells<To>(to, to_type), walk);                         \
  }
ENTRY(float, f32, bf16, bf16)
ENTRY(bf16, bf16, float, f32)
ENTRY(varied, any, varied, any)
#undef ENTRY

template <class E> __device__ void fill(Cells<E> y, double value, const Walk &walk) {
  FOR_EACH(i, walk.size) {
    long long at[1];
    walk.locate(i, at);
    y.set(at[0], (typename Cells<E>::Real)value);
  }
}

#define ENTRY(E, suffix) \
  KERNEL(fill_##suffix)(void *y, int type, double value, Walk walk) { fill(Cells<E>(y, type), value, walk); }
FOR_TYPES(ENTRY)
