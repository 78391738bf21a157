// Root-mean-square and layer norms over the rows of [rows, n], and their gradients. The gradient of the gain sums over rows: a
// block takes 32 columns of one chunk of rows, and the chunks' sums are folded by reductions.cu.
#include "cells.cuh"
#include "fold.cuh"

#define FOR_ROW(i, n) for (int i = (int)threadIdx.x; i < (n); i += (int)blockDim.x)

template <class E> __device__ void rms_norm(Cells<E> x, Cells<E> w, Cells<E> y, Cells<E> scale, int n, double epsilon) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  T squares = 0;
  FOR_ROW(i, n) squares += x.get(row + i) * x.get(row + i);
  T s = T(1) / sqrt(AcrossBlock::fold<Sum>(squares) / T(n) + T(epsilon));
  if (threadIdx.x == 0) scale.set(blockIdx.x, s);
  FOR_ROW(i, n) y.set(row + i, w.get(i) * x.get(row + i) * s);
}

// With h = g w: dx = s h - s^3 x mean(h x).
template <class E>
__device__ void rms_norm_gradient(Cells<E> x, Cells<E> w, Cells<E> scale, Cells<E> g, Cells<E> dx, int n) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  T products = 0, s = scale.get(blockIdx.x);
  FOR_ROW(i, n) products += g.get(row + i) * w.get(i) * x.get(row + i);
  T pull = s * s * s * AcrossBlock::fold<Sum>(products) / T(n);
  FOR_ROW(i, n) dx.set(row + i, s * g.get(row + i) * w.get(i) - pull * x.get(row + i));
}

template <class E>
__device__ void layer_norm(Cells<E> x, Cells<E> w, Cells<E> bias, Cells<E> y, Cells<E> statistics, int n, double epsilon) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  T sum = 0, squares = 0;
  FOR_ROW(i, n) sum += x.get(row + i);
  T mean = AcrossBlock::fold<Sum>(sum) / T(n);
  FOR_ROW(i, n) squares += (x.get(row + i) - mean) * (x.get(row + i) - mean);
  T s = T(1) / sqrt(AcrossBlock::fold<Sum>(squares) / T(n) + T(epsilon));
  if (threadIdx.x == 0) {
    statistics.set(2ll * blockIdx.x, mean);
    statistics.set(2ll * blockIdx.x + 1, s);
  }
  FOR_ROW(i, n) y.set(row + i, w.get(i) * ((x.get(row + i) - mean) * s) + bias.get(i));
}

// With h = g w and z = (x - mean) s: dx = s (h - mean(h) - z mean(h z)).
template <class E>
__device__ void layer_norm_gradient(Cells<E> x, Cells<E> w, Cells<E> statistics, Cells<E> g, Cells<E> dx, int n) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  T mean = statistics.get(2ll * blockIdx.x), s = statistics.get(2ll * blockIdx.x + 1), sum = 0, products = 0;
  FOR_ROW(i, n) {
    T h = g.get(row + i) * w.get(i);
    sum += h;
    products += h * ((x.get(row + i) - mean) * s);
  }
  sum = AcrossBlock::fold<Sum>(sum) / T(n);
  products = AcrossBlock::fold<Sum>(products) / T(n);
  FOR_ROW(i, n) {
    T z = (x.get(row + i) - mean) * s;
    dx.set(row + i, s * (g.get(row + i) * w.get(i) - sum - z * products));
  }
}

// parts [chunks, n]: sums of g (x - mean) s over the rows of each chunk. A row has `saved` statistics: the scale, or mean and
// scale.
template <class E, class R>
__device__ void gain_gradient(Cells<E> x, Cells<E> statistics, Cells<E> g, Cells<R> parts, int saved, int rows, int n, int chunk) {
  typedef typename Cells<E>::Real T;
  int column = (int)(blockIdx.x * AcrossColumn::WIDTH + threadIdx.x), from = (int)blockIdx.y * chunk;
  int to = blockIdx.y == gridDim.y - 1 ? rows : from + chunk;
  T sum = 0;
  for (int r = from + AcrossColumn::lane(); r < to && column < n; r += AcrossColumn::lanes()) {
    T mean = saved == 2 ? statistics.get(2ll * r) : T(0), s = statistics.get((r + 1ll) * saved - 1);
    sum += g.get((long long)r * n + column) * ((x.get((long long)r * n + column) - mean) * s);
  }
  sum = AcrossColumn::fold<Sum>(sum);
  if (threadIdx.y == 0 && column < n) parts.set((long long)blockIdx.y * n + column, sum);
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(rms_norm_##suffix)(const void *x, const void *w, void *y, void *scale, int type, int n, double epsilon) { \
    rms_norm(Cells<E>(x, type), Cells<E>(w, type), Cells<E>(y, type), Cells<E>(scale, type), n, epsilon); \
  }                                                                                              \
  KERNEL(rms_norm_gradient_##suffix)(                                                            \
      const void *x, const void *w, const void *scale, const void *g, void *dx, int type, int n) { \
    rms_norm_gradient(                                                                           \
        Cells<E>(x, type), Cells<E>(w, type), Cells<E>(scale, type), Cells<E>(g, type), Cells<E>(dx, type), n); \
  }                                                                                              \
  KERNEL(layer_norm_##suffix)(const void *x, const void *w, const void *bias, void *y, void *statistics, int type, int n, \
      double epsilon) {                                                                          \
    layer_norm(Cells<E>(x, type), Cells<E>(w, type), Cells<E>(bias, type), Cells<E>(y, type), Cells<E>(statistics, type), n, \
        epsilon);                                                                                \
  }                                                                                              \
  KERNEL(layer_norm_gradient_##suffix)(                                                          \
      const void *x, const void *w, const void *statistics, const void *g, void *dx, int type, int n) { \
    layer_norm_gradient(                                                                         \
        Cells<E>(x, type), Cells<E>(w, type), Cells<E>(statistics, type), Cells<E>(g, type), Cells<E>(dx, type), n); \
  }
FOR_TYPES(ENTRY)
#undef ENTRY

#define ENTRY(E, suffix, R)                                                                      \
  KERNEL(gain_gradient_##suffix)(const void *x, const void *statistics, const void *g, void *parts, int type, int parts_type, \
      int saved, int rows, int n, int chunk) {                                                   \
    gain_gradient(Cells<E>(x, type), Cells<E>(statistics, type), Cells<E>(g, type), Cells<R>(parts, parts_type), saved, rows, n, \
        chunk);                                                                                  \
  }
ENTRY(float, f32, float)
ENTRY(bf16, bf16, float)
ENTRY(varied, any, varied)
