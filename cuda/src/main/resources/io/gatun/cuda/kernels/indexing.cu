// Elements read and added up where an index says. What is out of range reads as nothing, is added nowhere, and is reported.
#include "cells.cuh"
#include "fault.cuh"

// y [m, d]: rows of table [n, d]; bits are moved, whatever they mean.
template <class B>
__device__ void take_rows(const B *table, const int *ids, B *y, int n, int m, int d, Fault *fault, int operation) {
  FOR_EACH(i, (long long)m * d) {
    int row = (int)(i / d), id = ids[row];
    y[i] = in_range(fault, operation, id, n, row) ? table[(long long)id * d + i % d] : B{};
  }
}

// y [outer, m, inner] of x [outer, n, inner]
template <class B>
__device__ void gather(const B *x, const int *index, B *y, long long size, int n, int m, int inner, Fault *fault, int operation) {
  FOR_EACH(i, size) {
    long long o = i / ((long long)m * inner);
    y[i] = in_range(fault, operation, index[i], n, i) ? x[(o * n + index[i]) * inner + i % inner] : B{};
  }
}

#define TAKE(B, bytes)                                                                           \
  KERNEL(take_rows_##bytes)(                                                                     \
      const void *table, const void *ids, void *y, int n, int m, int d, void *fault, int operation) { \
    take_rows((const B *)table, (const int *)ids, (B *)y, n, m, d, (Fault *)fault, operation);   \
  }
#define GATHER(B, bytes)                                                                         \
  KERNEL(gather_##bytes)(const void *x, const void *index, void *y, long long size, int n, int m, int inner, void *fault, \
      int operation) {                                                                           \
    gather((const B *)x, (const int *)index, (B *)y, size, n, m, inner, (Fault *)fault, operation); \
  }
#define ENTRY(B, bytes) TAKE(B, bytes) GATHER(B, bytes)
ENTRY(unsigned char, 1)
ENTRY(unsigned short, 2)
ENTRY(unsigned, 4)
ENTRY(unsigned long long, 8)
TAKE(Pack<unsigned>, 16)
#undef ENTRY

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
  KERNEL(scatter_add_##suffix)(const void *x, const void *index, void *y, int type, long long size, int n, int m, int inner, \
      void *fault, int operation) {                                                              \
    scatter_add(                                                                                 \
        Cells<E>(x, type), (const int *)index, Cells<E>(y, type), size, n, m, inner, (Fault *)fault, operation); \
  }
FOR_TYPES(ENTRY)
