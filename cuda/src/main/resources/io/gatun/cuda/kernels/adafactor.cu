// Adafactor's update (Shazeer and Stern 2018) of many parameters. It takes a launch for each of: second moments, means over
// the rows of matrices, the mean of a matrix's row means, sums for clipping and scaling, and the change itself.
#include "cells.cuh"
#include "fold.cuh"
#include "many.cuh"

struct Factored {
  void *theta;
  const void *g;
  void *second, *column; // a moment of each row and of each column; of each element, and null, if not factored
  void *mean; // of the row means of each matrix
  void *sums; // two of each block: squares of changes and of weights
  long long n;
  int rows, columns; // 0 if not factored
  int parts; // blocks that have summed
};

struct Adafactor {
  double epsilon1, epsilon2, clip;
  int scaled;
};

template <class T> __device__ T averaged(T old, T fresh, const double *step) {
  return T(step[1]) * old + T(1 - step[1]) * fresh;
}

// Averages of g² over the columns of each row, a block for a row of all matrices; of each element where it is not factored.
template <class E>
__device__ void second_moments(const Many<Factored> &many, int type, const double *step, const Adafactor &at) {
  typedef typename Cells<E>::Real T;
  Share share(many);
  const Factored &p = many.parameters[share.parameter];
  Cells<E> g(p.g, type), second(p.second, type);
  T epsilon = T(at.epsilon1);
  if (p.columns == 0) {
    FOR_SHARE(i, share, p.n) second.set(i, averaged(second.get(i), g.get(i) * g.get(i) + epsilon, step));
    return;
  }
  T sum = 0;
  for (int j = (int)threadIdx.x; j < p.columns; j += (int)blockDim.x) {
    T slope = g.get(share.block * (long long)p.columns + j);
    sum += slope * slope + epsilon;
  }
  sum = AcrossBlock::fold<Sum>(sum);
  if (threadIdx.x == 0) second.set(share.block, averaged(second.get(share.block), sum / T(p.columns), step));
}

// Averages of g² over the rows of each column: 32 columns of a matrix to a block.
template <class E>
__device__ void column_means(const Many<Factored> &many, int type, const double *step, const Adafactor &at) {
  typedef typename Cells<E>::Real T;
  Share share(many);
  const Factored &p = many.parameters[share.parameter];
  Cells<E> g(p.g, type), column(p.column, type);
  int across = (p.columns + AcrossColumn::WIDTH - 1) / AcrossColumn::WIDTH;
  long long matrix = share.block / across;
  int j = share.block % across * AcrossColumn::WIDTH + (int)threadIdx.x;
  T sum = 0;
  for (int i = AcrossColumn::lane(); i < p.rows && j < p.columns; i += AcrossColumn::lanes()) {
    T slope = g.get((matrix * p.rows + i) * p.columns + j);
    sum += slope * slope + T(at.epsilon1);
  }
  sum = AcrossColumn::fold<Sum>(sum);
  long long k = matrix * p.columns + j;
  if (threadIdx.y == 0 && j < p.columns) column.set(k, averaged(column.get(k), sum / T(p.rows), step));
}

// Means of the row means of a matrix, a block for each.
template <class E, class R> __device__ void matrix_means(const Many<Factored> &many, int type, int sums_type) {
  typedef typename Cells<E>::Real T;
  Share share(many);
  const Factored &p = many.parameters[share.parameter];
  Cells<E> row(p.second, type);
  T sum = 0;
  for (int i = (int)threadIdx.x; i < p.rows; i += (int)blockDim.x) sum += row.get(share.block * (long long)p.rows + i);
  sum = AcrossBlock::fold<Sum>(sum);
  if (threadIdx.x == 0) Cells<R>(p.mean, sums_type).set(share.block, sum / T(p.rows));
}

// What Adafactor would subtract from an element before it clips and scales: from a second moment of its own …
template <class E, class R> struct Direction {
  typedef typename Cells<E>::Real T;
  Cells<E> g, second, column;
  Cells<R> mean;
  int rows, columns;

  __device__ Direction(const Factored &p, int type, int sums_type)
      : g(p.g, type), second(p.second, type), column(p.column, type), mean(p.mean, sums_type), rows(p.rows), columns(p.columns) {}

  __device__ T at(long long k) const {
    if (columns == 0) return g.get(k) / sqrt(second.get(k));
    long long i = k / columns, matrix = i / rows; // … or from those of its row and its column
    return g.get(k) / sqrt(second.get(i) / mean.get(matrix) * column.get(matrix * columns + k % columns));
  }
};

template <class E, class R> __device__ void square_sums(const Many<Factored> &many, int type, int sums_type) {
  Share share(many);
  const Factored &p = many.parameters[share.parameter];
  Direction<E, R> change(p, type, sums_type);
  Cells<E> theta(p.theta, type);
  typename Cells<E>::Real changes = 0, weights = 0;
  FOR_SHARE(k, share, p.n) {
    auto u = change.at(k), weight = theta.get(k);
    changes += u * u;
    weights += weight * weight;
  }
  changes = AcrossBlock::fold<Sum>(changes);
  weights = AcrossBlock::fold<Sum>(weights);
  if (threadIdx.x == 0) {
    Cells<R> sums(p.sums, sums_type);
    sums.set(2ll * share.block, changes);
    sums.set(2ll * share.block + 1, weights);
  }
}

template <class E, class R>
__device__ void adafactor(const Many<Factored> &many, int type, int sums_type, const double *step, const Adafactor &at) {
  typedef typename Cells<E>::Real T;
  Share share(many);
  const Factored &p = many.parameters[share.parameter];
  Cells<R> sums(p.sums, sums_type);
  T changes = 0, weights = 0;
  for (int i = (int)threadIdx.x; i < p.parts; i += (int)blockDim.x) {
    changes += sums.get(2 * i);
    weights += sums.get(2 * i + 1);
  }
  changes = AcrossBlock::fold<Sum>(changes);
  weights = AcrossBlock::fold<Sum>(weights);
  T clip = fmax(T(1), sqrt(changes / T(p.n)) / T(at.clip));
  T rate = T(step[0]) * (at.scaled ? fmax(T(at.epsilon2), sqrt(weights / T(p.n))) : T(1)) / clip;
  Direction<E, R> change(p, type, sums_type);
  Cells<E> theta(p.theta, type);
  FOR_SHARE(k, share, p.n) theta.set(k, theta.get(k) - rate * change.at(k));
}

#define ENTRY(E, suffix, R)                                                                      \
  KERNEL(second_moments_##suffix)(const __grid_constant__ Many<Factored> many, int type, const double *step, Adafactor at) { \
    second_moments<E>(many, type, step, at);                                                     \
  }                                                                                              \
  KERNEL(column_means_##suffix)(const __grid_constant__ Many<Factored> many, int type, const double *step, Adafactor at) { \
    column_means<E>(many, type, step, at);                                                       \
  }                                                                                              \
  KERNEL(matrix_means_##suffix)(const __grid_constant__ Many<Factored> many, int type, int sums_type) { \
    matrix_means<E, R>(many, type, sums_type);                                                   \
  }                                                                                              \
  KERNEL(square_sums_##suffix)(const __grid_constant__ Many<Factored> many, int type, int sums_type) { \
    square_sums<E, R>(many, type, sums_type);                                                    \
  }                                                                                              \
  KERNEL(adafactor_##suffix)(const __grid_constant__ Many<Factored> many, int type, int sums_type, const double *step, \
      Adafactor at) {                                                                            \
    adafactor<E, R>(many, type, sums_type, step, at);                                            \
  }
// of bfloat16 there are no optimizers: the parameters that they update are of float32
ENTRY(float, f32, float)
ENTRY(varied, any, varied)
