// Elements read and added up where an index says. What is out of range reads as nothing, is added nowhere, and is reported.
#include "cells.cuh"
#include "fault.cuh"

// y [m, d]: rows of table [n, d]; bits are moved, whatever they mean.
template <class B>
__device__ void take_rows(const B *table, const int *ids, B *y, int n, int m, int d, Fault *fault, int operation) {
  FOR_EACH(i, (long long)m * d) {
    int row = (int)(i / d), id = ids[row];
    y[i] = in_range(fault, operation, id, n, row) ? table[(long long)id * d + i % d] : B(0);
  }
}

// y [outer, m, inner] of x [outer, n, inner]
template <class B>
__device__ void gather(const B *x, const int *index, B *y, long long size, int n, int m, int inner, Fault *fault, int operation) {
  FOR_EACH(i, size) {
    long long o = i / ((long long)m * inner);
    y[i] = in_range(fault, operation, index[i], n, i) ? x[(o * n + index[i]) * inner + i % inner] : B(0);
  }
}

#define ENTRY(B, bytes)                                                                          \
  KERNEL(take_rows_##bytes)(                                                                     \
      const void *table, const void *ids, void *y, int n, int m, int d, void *fault, int operation) { \
    take_rows((const B *)table, (const int *)ids, (B *)y, n, m, d, (Fault *)fault, operation);   \
  }                                                                                              \
  KERNEL(gather_##bytes)(const void *x, const void *index, void *y, long long size, int n, int m, int inner, void *fault, \
      int operation) {                                                                           \
    gather((const B *)x, (const int *)index, (B *)y, size, n, m, inner, (Fault *)fault, operation); \
  }
ENTRY(unsigned char, 1)
ENTRY(unsigned short, 2)
ENTRY(unsigned, 4)
ENTRY(unsigned long long, 8)
#undef ENTRY

// The gradient of take_rows: y [n, d] from x [m, d]. A block owns 32 rows and a column for each of its threads: it goes over all
// ids in order, and so no two threads add to one sum, nor does the order change.
constexpr int OWNED = 32, COLUMNS = 64;

template <class E>
__device__ void add_rows(Cells<E> x, const int *ids, Cells<E> y, int n, int m, int d, Fault *fault, int operation) {
  typedef typename Cells<E>::Real T;
  __shared__ T sums[OWNED][COLUMNS];
  __shared__ int owned[COLUMNS];
  int lane = (int)threadIdx.x, first = (int)blockIdx.x * OWNED, column = (int)blockIdx.y * COLUMNS + lane;
  for (int r = 0; r < OWNED; r++) sums[r][lane] = T(0);
  for (int from = 0; from < m; from += COLUMNS) {
    int id = from + lane < m ? ids[from + lane] : -1;
    if (first == 0 && blockIdx.y == 0 && from + lane < m) in_range(fault, operation, id, n, from + lane);
    bool mine = id >= first && id < first + OWNED && id < n;
    owned[lane] = mine ? id - first : -1;
    if (!__syncthreads_or(mine)) continue; // most runs of ids name none of so few rows
    for (int i = 0; i < COLUMNS; i++) {
      if (owned[i] >= 0 && column < d) sums[owned[i]][lane] += x.get((from + (long long)i) * d + column);
    }
    __syncthreads();
  }
  for (int r = 0; r < OWNED && first + r < n; r++) {
    if (column < d) y.set((first + (long long)r) * d + column, sums[r][lane]);
  }
}

// The gradient of gather: y [outer, n, inner] from x [outer, m, inner], a thread for each element of y.
template <class E>
__device__ void scatter_add(
    Cells<E> x, const int *index, Cells<E> y, long long size, int n, int m, int inner, Fault *fault, int operation) {
  FOR_EACH(i, size) {
    long long o = i / ((long long)n * inner);
    int place = (int)(i / inner % n);
    typename Cells<E>::Real sum = 0;
    for (int j = 0; j < m; j++) {
      long long at = (o * m + j) * inner + i % inner;
      if (place == 0) in_range(fault, operation, index[at], n, at);
      if (index[at] == place) sum += x.get(at);
    }
    y.set(i, sum);
  }
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(add_rows_##suffix)(                                                                     \
      const void *x, const void *ids, void *y, int type, int n, int m, int d, void *fault, int operation) { \
    add_rows(Cells<E>(x, type), (const int *)ids, Cells<E>(y, type), n, m, d, (Fault *)fault, operation); \
  }                                                                                              \
  KERNEL(scatter_add_##suffix)(const void *x, const void *index, void *y, int type, long long size, int n, int m, int inner, \
      void *fault, int operation) {                                                              \
    scatter_add(                                                                                 \
        Cells<E>(x, type), (const int *)index, Cells<E>(y, type), size, n, m, inner, (Fault *)fault, operation); \
  }
FOR_TYPES(ENTRY)
