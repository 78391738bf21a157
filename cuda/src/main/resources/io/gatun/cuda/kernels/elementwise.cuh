// Templates for ops of each element alone. elementwise.cu has a line for each op, made of the op's own expression.
#pragma once
#include "packs.cuh"
#include "walk.cuh"

// y = f(x), both contiguous: 16 bytes at a time where the addresses allow.
template <class E, class F> __device__ void map(Cells<E> x, Cells<E> y, long long n, F f) {
  long long done = 0;
  if (packed<E>(0, x.data, y.data)) {
    done = n / Pack<E>::SIZE;
    FOR_EACH(k, done) {
      Pack<E> pack = ((const Pack<E> *)x.data)[k];
      Cells<E> cells(pack.elements, 0);
      for (int i = 0; i < Pack<E>::SIZE; i++) cells.set(i, f(cells.get(i)));
      ((Pack<E> *)y.data)[k] = pack;
    }
    done *= Pack<E>::SIZE;
  }
  FOR_EACH(i, n - done) y.set(done + i, f(x.get(done + i)));
}

template <class F> __device__ void map(Cells<varied> x, Cells<varied> y, long long n, F f) {
  FOR_EACH(i, n) y.set(i, f(x.get(i)));
}

// What a view has for a pack of neighbours: they lie side by side, or are all the element at `at`.
template <class E> __device__ Pack<E> pack_at(Cells<E> x, long long at, long long stride) {
  if (stride) return *(const Pack<E> *)(x.data + at);
  Pack<E> pack;
  for (int i = 0; i < Pack<E>::SIZE; i++) pack.elements[i] = x.data[at];
  return pack;
}

// y = f(a, b) along a walk whose views are a, b and y.
template <class E, class F> __device__ void zip(Cells<E> a, Cells<E> b, Cells<E> y, const Walk &walk, F f) {
  constexpr int SIZE = Pack<E>::SIZE;
  long long done = 0;
  if (walk.together == SIZE) {
    int last = (int)walk.rank - 1;
    long long left_step = walk.strides[0][last], right_step = walk.strides[1][last];
    FOR_EACH(k, walk.size / SIZE) {
      long long at[3];
      walk.locate(k * SIZE, at);
      Pack<E> left = pack_at(a, at[0], left_step), right = pack_at(b, at[1], right_step);
      Cells<E> p(left.elements, 0), q(right.elements, 0);
      for (int i = 0; i < SIZE; i++) p.set(i, f(p.get(i), q.get(i)));
      *(Pack<E> *)(y.data + at[2]) = left;
    }
    done = walk.size / SIZE * SIZE;
  }
  FOR_EACH(i, walk.size - done) {
    long long at[3];
    walk.locate(done + i, at);
    y.set(at[2], f(a.get(at[0]), b.get(at[1])));
  }
}

template <class F> __device__ void zip(Cells<varied> a, Cells<varied> b, Cells<varied> y, const Walk &walk, F f) {
  FOR_EACH(i, walk.size) {
    long long at[3];
    walk.locate(i, at);
    y.set(at[2], f(a.get(at[0]), b.get(at[1])));
  }
}

template <class E, class F> __device__ void compare(Cells<E> a, Cells<E> b, bool *y, const Walk &walk, F f) {
  FOR_EACH(i, walk.size) {
    long long at[3];
    walk.locate(i, at);
    y[at[2]] = f(a.get(at[0]), b.get(at[1]));
  }
}

#define MAP(name, expression) \
  MAP_ENTRY(name, expression, float, f32) MAP_ENTRY(name, expression, bf16, bf16) MAP_ENTRY(name, expression, varied, any)
#define MAP_ENTRY(name, expression, E, suffix)                                                   \
  KERNEL(map_##name##_##suffix)(const void *x, void *y, int type, long long n) {                 \
    typedef Cells<E>::Real T;                                                                    \
    map(Cells<E>(x, type), Cells<E>(y, type), n, [](T x) -> T { return expression; });           \
  }

#define ZIP(name, expression) \
  ZIP_ENTRY(name, expression, float, f32) ZIP_ENTRY(name, expression, bf16, bf16) ZIP_ENTRY(name, expression, varied, any)
#define ZIP_ENTRY(name, expression, E, suffix)                                                   \
  KERNEL(zip_##name##_##suffix)(const void *a, const void *b, void *y, int type, Walk walk) {    \
    typedef Cells<E>::Real T;                                                                    \
    zip(Cells<E>(a, type), Cells<E>(b, type), Cells<E>(y, type), walk, [](T a, T b) -> T { return expression; }); \
  }

#define COMPARE(name, expression)                                                                \
  COMPARE_ENTRY(name, expression, float, f32) COMPARE_ENTRY(name, expression, bf16, bf16)        \
  COMPARE_ENTRY(name, expression, varied, any)
#define COMPARE_ENTRY(name, expression, E, suffix)                                               \
  KERNEL(compare_##name##_##suffix)(const void *a, const void *b, void *y, int type, Walk walk) { \
    typedef Cells<E>::Real T;                                                                    \
    compare(Cells<E>(a, type), Cells<E>(b, type), (bool *)y, walk, [](T a, T b) -> bool { return expression; }); \
  }
