// Where the largest elements stand. NaN is larger than anything else, and of equal elements the first counts.
#include "cells.cuh"
#include "fold.cuh"

template <class T> __device__ bool same(T a, T b) { return a == b || (a != a && b != b); }
template <class T> __device__ bool larger(T a, T b) { return a > b || (a != a && b == b); }

// The elements of a line that come after one of them, largest first; all if `place` is -1.
template <class E> struct Rest {
  typedef typename Cells<E>::Real Real;
  Cells<E> x;
  long long first, step;
  int n, place;
  Real last;

  __device__ Real get(int i) const { return x.get(first + i * step); }
  __device__ bool has(int i) const {
    return place < 0 || larger(last, get(i)) || (same(last, get(i)) && i > place);
  }

  // Goes to the next.
  template <class Across> __device__ void next() {
    Real most = Most::none<Real>();
    for (int i = Across::lane(); i < n; i += Across::lanes()) most = has(i) ? Most::of(most, get(i)) : most;
    most = Across::template fold<Most>(most);
    int found = n;
    for (int i = Across::lane(); i < n; i += Across::lanes()) found = i < found && has(i) && same(get(i), most) ? i : found;
    place = Across::template fold<First>(found);
    last = most;
  }
};

template <class E> __device__ void arg_max_rows(Cells<E> x, int *y, int n) {
  Rest<E> rest{x, blockIdx.x * (long long)n, 1, n, -1, 0};
  rest.template next<AcrossBlock>();
  if (threadIdx.x == 0) y[blockIdx.x] = rest.place;
}

template <class E> __device__ void arg_max_columns(Cells<E> x, int *y, int outer, int n, int inner) {
  int column = (int)(blockIdx.x * AcrossColumn::WIDTH + threadIdx.x);
  for (long long o = blockIdx.y; o < outer; o += gridDim.y) {
    Rest<E> rest{x, o * n * inner + (column < inner ? column : inner - 1), inner, n, -1, 0};
    rest.template next<AcrossColumn>();
    if (threadIdx.y == 0 && column < inner) y[o * inner + column] = rest.place;
  }
}

template <class E> __device__ void top_k(Cells<E> x, int *indices, int n, int k) {
  Rest<E> rest{x, blockIdx.x * (long long)n, 1, n, -1, 0};
  for (int j = 0; j < k; j++) {
    rest.template next<AcrossBlock>();
    if (threadIdx.x == 0) indices[blockIdx.x * (long long)k + j] = rest.place;
  }
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(arg_max_rows_##suffix)(const void *x, void *y, int type, int n) { arg_max_rows(Cells<E>(x, type), (int *)y, n); } \
  KERNEL(arg_max_columns_##suffix)(const void *x, void *y, int type, int outer, int n, int inner) { \
    arg_max_columns(Cells<E>(x, type), (int *)y, outer, n, inner);                               \
  }                                                                                              \
  KERNEL(top_k_##suffix)(const void *x, void *indices, int type, int n, int k) { top_k(Cells<E>(x, type), (int *)indices, n, k); }
FOR_TYPES(ENTRY)
