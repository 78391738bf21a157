// Cross-entropy of logits [rows, n] and its gradient: a block for each row.
#include "cells.cuh"
#include "fault.cuh"
#include "fold.cuh"

#define FOR_ROW(i, n) for (int i = (int)threadIdx.x; i < (n); i += (int)blockDim.x)

template <class E>
__device__ void cross_entropy(Cells<E> x, const int *targets, Cells<E> loss, Cells<E> log_sum_exp, int n, int ignore, double z,
    Fault *fault, int operation) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  int target = targets[blockIdx.x];
  T most = Most::none<T>(), sum = 0;
  FOR_ROW(i, n) most = Most::of(most, x.get(row + i));
  most = AcrossBlock::fold<Most>(most);
  FOR_ROW(i, n) sum += exp(x.get(row + i) - most);
  sum = AcrossBlock::fold<Sum>(sum);
  if (threadIdx.x != 0) return;
  T lse = most - most != T(0) ? most : most + log(sum); // of infinities and NaN there is no difference
  log_sum_exp.set(blockIdx.x, lse);
  bool counts = target != ignore && in_range(fault, operation, target, n, blockIdx.x);
  loss.set(blockIdx.x, counts ? lse - x.get(row + target) + T(z) * lse * lse : T(0));
}

template <class E>
__device__ void cross_entropy_gradient(
    Cells<E> x, const int *targets, Cells<E> log_sum_exp, Cells<E> g, Cells<E> dx, int n, int ignore, double z) {
  typedef typename Cells<E>::Real T;
  long long row = blockIdx.x * (long long)n;
  int target = targets[blockIdx.x];
  T lse = log_sum_exp.get(blockIdx.x), flow = g.get(blockIdx.x), factor = T(1) + T(2) * T(z) * lse;
  FOR_ROW(i, n) {
    T slope = exp(x.get(row + i) - lse) * factor - T(i == target ? 1 : 0);
    dx.set(row + i, target == ignore ? T(0) : flow * slope);
  }
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(cross_entropy_##suffix)(const void *x, const void *targets, void *loss, void *log_sum_exp, int type, int n, int ignore, \
      double z, void *fault, int operation) {                                                    \
    cross_entropy(Cells<E>(x, type), (const int *)targets, Cells<E>(loss, type), Cells<E>(log_sum_exp, type), n, ignore, z, \
        (Fault *)fault, operation);                                                              \
  }                                                                                              \
  KERNEL(cross_entropy_gradient_##suffix)(const void *x, const void *targets, const void *log_sum_exp, const void *g, void *dx, \
      int type, int n, int ignore, double z) {                                                   \
    cross_entropy_gradient(Cells<E>(x, type), (const int *)targets, Cells<E>(log_sum_exp, type), Cells<E>(g, type), \
        Cells<E>(dx, type), n, ignore, z);                                                       \
  }
FOR_TYPES(ENTRY)
