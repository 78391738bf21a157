// Folds of the middle axis of [outer, n, inner], and the largest elements of rows.
//
// A row whose elements are neighbours (inner is 1) is folded by a block; columns by blocks of 32, 8 threads to each. A long axis is
// folded in chunks first, and the results of the chunks then: how many there are depends on the shape alone.
#include "cells.cuh"
#include "fold.cuh"

enum Kind { SUM, MEAN, MOST, LEAST, LOG_SUM_EXP }; // as CudaReductions numbers Reductions.Kind

// The elements of one fold: `first`, `first + step`, … of which this thread takes each `Across::lanes()`-th of begin … end - 1.
template <class E> struct Line {
  typedef typename Cells<E>::Real Real;
  Cells<E> x;
  long long first, step;
  int begin, end;

  __device__ Real get(int i) const { return x.get(first + i * step); }

  template <class Fold, class Across> __device__ Real fold() const {
    Real all = Fold::template none<Real>();
    for (int i = begin + Across::lane(); i < end; i += Across::lanes()) all = Fold::of(all, get(i));
    return Across::template fold<Fold>(all);
  }

  template <class Across> __device__ Real log_sum_exp() const {
    Real most = fold<Most, Across>(), sum = 0;
    for (int i = begin + Across::lane(); i < end; i += Across::lanes()) sum += exp(get(i) - most);
    sum = Across::template fold<Sum>(sum); // by the threads of all columns, though some need it not
    return most - most != Real(0) ? most : most + log(sum); // the difference of infinities would be NaN
  }

  template <class Across> __device__ Real fold(int kind, int count) const {
    switch (kind) {
      case SUM: return fold<Sum, Across>();
      case MEAN: return fold<Sum, Across>() / Real(count);
      case MOST: return fold<Most, Across>();
      case LEAST: return fold<Least, Across>();
      default: return log_sum_exp<Across>();
    }
  }
};

template <class E, class R>
__device__ void reduce_rows(Cells<E> x, Cells<R> y, int kind, int n, int chunk, int count) {
  int chunks = n > chunk ? (n + chunk - 1) / chunk : 1, part = (int)(blockIdx.x % chunks);
  long long row = blockIdx.x / chunks;
  Line<E> line{x, row * n, 1, part * chunk, part == chunks - 1 ? n : (part + 1) * chunk};
  auto result = line.template fold<AcrossBlock>(kind, count);
  if (threadIdx.x == 0) y.set(blockIdx.x, result);
}

template <class E, class R>
__device__ void reduce_columns(Cells<E> x, Cells<R> y, int kind, int outer, int n, int inner, int chunk, int count) {
  int column = (int)(blockIdx.x * AcrossColumn::WIDTH + threadIdx.x), part = (int)blockIdx.z, chunks = (int)gridDim.z;
  for (long long o = blockIdx.y; o < outer; o += gridDim.y) {
    // threads past the last column fold it too: all must come to the barriers
    long long first = o * n * inner + (column < inner ? column : inner - 1);
    Line<E> line{x, first, inner, part * chunk, part == chunks - 1 ? n : (part + 1) * chunk};
    auto result = line.template fold<AcrossColumn>(kind, count);
    if (threadIdx.y == 0 && column < inner) y.set((o * chunks + part) * inner + column, result);
  }
}

#define ENTRY(E, suffix, R, result)                                                              \
  KERNEL(reduce_rows_##suffix##_##result)(                                                       \
      const void *x, void *y, int from, int to, int kind, int n, int chunk, int count) {         \
    reduce_rows(Cells<E>(x, from), Cells<R>(y, to), kind, n, chunk, count);                      \
  }                                                                                              \
  KERNEL(reduce_columns_##suffix##_##result)(const void *x, void *y, int from, int to, int kind, int outer, int n, int inner, \
      int chunk, int count) {                                                                    \
    reduce_columns(Cells<E>(x, from), Cells<R>(y, to), kind, outer, n, inner, chunk, count);     \
  }
ENTRY(float, f32, float, f32)
ENTRY(bf16, bf16, bf16, bf16)
ENTRY(bf16, bf16, float, f32)
ENTRY(float, f32, bf16, bf16)
ENTRY(varied, any, varied, any)
#undef ENTRY

// Running sums, a thread for each line: rarely wanted. In double, since errors would add up along the line.
template <class E> __device__ void cumulative_sum(Cells<E> x, Cells<E> y, int outer, int n, int inner, int reverse) {
  FOR_EACH(line, (long long)outer * inner) {
    long long first = line / inner * n * inner + line % inner;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      long long at = first + (long long)(reverse ? n - 1 - i : i) * inner;
      sum += x.get(at);
      y.set(at, (typename Cells<E>::Real)sum);
    }
  }
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(cumulative_sum_##suffix)(const void *x, void *y, int type, int outer, int n, int inner, int reverse) { \
    cumulative_sum(Cells<E>(x, type), Cells<E>(y, type), outer, n, inner, reverse);              \
  }
FOR_TYPES(ENTRY)
