// Elements that move between any strides, are chosen, converted or set. Where the type stays the same bits are moved, so that no
// NaN and no long changes: such kernels have an entry for each size of an element.
#include "cells.cuh"
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

template <class From, class To> __device__ void convert(Cells<From> from, Cells<To> to, const Walk &walk) {
  FOR_EACH(i, walk.size) {
    long long at[2];
    walk.locate(i, at);
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
