// Templates for ops of each element alone. elementwise.cu has a line for each op, made of the op's own expression.
#pragma once
#include "cells.cuh"
#include "walk.cuh"

// y = f(x), both contiguous
#define MAP(name, expression)                                                                    \
  template <class E> __device__ void map_##name(Cells<E> x, Cells<E> y, long long n) {           \
    typedef typename Cells<E>::Real T;                                                           \
    FOR_EACH(i, n) {                                                                             \
      y.set(i, [](T x) -> T { return expression; }(x.get(i)));                                   \
    }                                                                                            \
  }                                                                                              \
  MAP_ENTRY(name, float, f32) MAP_ENTRY(name, bf16, bf16) MAP_ENTRY(name, varied, any)
#define MAP_ENTRY(name, E, suffix)                                                               \
  KERNEL(map_##name##_##suffix)(const void *x, void *y, int type, long long n) {                 \
    map_##name(Cells<E>(x, type), Cells<E>(y, type), n);                                         \
  }

// y = f(a, b): the walk's views are a, b and y
#define ZIP(name, expression)                                                                    \
  template <class E> __device__ void zip_##name(Cells<E> a, Cells<E> b, Cells<E> y, const Walk &walk) { \
    typedef typename Cells<E>::Real T;                                                           \
    FOR_EACH(i, walk.size) {                                                                     \
      long long at[3];                                                                           \
      walk.locate(i, at);                                                                        \
      y.set(at[2], [](T a, T b) -> T { return expression; }(a.get(at[0]), b.get(at[1])));        \
    }                                                                                            \
  }                                                                                              \
  ZIP_ENTRY(name, float, f32) ZIP_ENTRY(name, bf16, bf16) ZIP_ENTRY(name, varied, any)
#define COMPARE(name, expression)                                                                \
  template <class E> __device__ void compare_##name(Cells<E> a, Cells<E> b, bool *y, const Walk &walk) { \
    FOR_EACH(i, walk.size) {                                                                     \
      long long at[3];                                                                           \
      walk.locate(i, at);                                                                        \
      typename Cells<E>::Real p = a.get(at[0]), q = b.get(at[1]);                                \
      y[at[2]] = [](decltype(p) a, decltype(q) b) -> bool { return expression; }(p, q);          \
    }                                                                                            \
  }                                                                                              \
  COMPARE_ENTRY(name, float, f32) COMPARE_ENTRY(name, bf16, bf16) COMPARE_ENTRY(name, varied, any)
#define ZIP_ENTRY(name, E, suffix)                                                               \
  KERNEL(zip_##name##_##suffix)(const void *a, const void *b, void *y, int type, Walk walk) {    \
    zip_##name(Cells<E>(a, type), Cells<E>(b, type), Cells<E>(y, type), walk);                   \
  }
#define COMPARE_ENTRY(name, E, suffix)                                                           \
  KERNEL(compare_##name##_##suffix)(const void *a, const void *b, void *y, int type, Walk walk) { \
    compare_##name(Cells<E>(a, type), Cells<E>(b, type), (bool *)y, walk);                       \
  }
