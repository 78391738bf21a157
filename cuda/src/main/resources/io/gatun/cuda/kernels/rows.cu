// Softmax, gated units and their gradients over the rows of [rows, n]: a block for each row.
#include "cells.cuh"
#include "fold.cuh"

#define FOR_ROW(i, n) for (int i = (int)threadIdx.x; i < (n); i += (int)blockDim.x)

template <class E> __device__ void softmax(Cells<E> x, Cells<E> y, int n) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  T most = Most::none<T>(), sum = 0;
  FOR_ROW(i, n) most = Most::of(most, x.get(row + i));
  most = AcrossBlock::fold<Most>(most);
  FOR_ROW(i, n) sum += exp(x.get(row + i) - most);
  sum = AcrossBlock::fold<Sum>(sum);
  FOR_ROW(i, n) y.set(row + i, exp(x.get(row + i) - most) / sum);
}

template <class E> __device__ void softmax_gradient(Cells<E> y, Cells<E> g, Cells<E> dx, int n) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  T sum = 0;
  FOR_ROW(i, n) sum += g.get(row + i) * y.get(row + i);
  sum = AcrossBlock::fold<Sum>(sum);
  FOR_ROW(i, n) dx.set(row + i, y.get(row + i) * (g.get(row + i) - sum));
}

// x [rows, 2 n]: the gate is the second half of a row.
template <class E> __device__ void glu(Cells<E> x, Cells<E> y, int n) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  FOR_ROW(i, n) y.set(row + i, x.get(2 * row + i) / (T(1) + exp(-x.get(2 * row + n + i))));
}

template <class E> __device__ void glu_gradient(Cells<E> x, Cells<E> g, Cells<E> dx, int n) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  FOR_ROW(i, n) {
    T open = T(1) / (T(1) + exp(-x.get(2 * row + n + i))), flow = g.get(row + i);
    dx.set(2 * row + i, flow * open);
    dx.set(2 * row + n + i, flow * x.get(2 * row + i) * open * (T(1) - open));
  }
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(softmax_##suffix)(const void *x, void *y, int type, int n) { softmax(Cells<E>(x, type), Cells<E>(y, type), n); } \
  KERNEL(softmax_gradient_##suffix)(const void *y, const void *g, void *dx, int type, int n) {   \
    softmax_gradient(Cells<E>(y, type), Cells<E>(g, type), Cells<E>(dx, type), n);               \
  }                                                                                              \
  KERNEL(glu_##suffix)(const void *x, void *y, int type, int n) { glu(Cells<E>(x, type), Cells<E>(y, type), n); } \
  KERNEL(glu_gradient_##suffix)(const void *x, const void *g, void *dx, int type, int n) {       \
    glu_gradient(Cells<E>(x, type), Cells<E>(g, type), Cells<E>(dx, type), n);                   \
  }
FOR_TYPES(ENTRY)
