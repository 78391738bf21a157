// Optimizer updates in place. Adafactor's take several launches: means of squares, sums for clipping and scaling, the update.
#include "cells.cuh"
#include "fold.cuh"

template <class E>
__device__ void sgd(Cells<E> theta, Cells<E> g, Cells<E> velocity, bool moving, long long n, double rate, double momentum,
    double decay) {
  typedef typename Cells<E>::Real T;
  FOR_EACH(i, n) {
    T weight = theta.get(i), v = g.get(i) + T(decay) * weight;
    if (moving) {
      v += T(momentum) * velocity.get(i);
      velocity.set(i, v);
    }
    theta.set(i, weight - T(rate) * v);
  }
}

struct Adam {
  double rate, beta1, beta2, epsilon, decay, kept; // `kept`: what decoupled decay leaves of a weight
  double correction1, correction2;
};

template <class E>
__device__ void adam(Cells<E> theta, Cells<E> g, Cells<E> first, Cells<E> second, long long n, const Adam &at) {
  typedef typename Cells<E>::Real T;
  FOR_EACH(i, n) {
    T weight = theta.get(i), slope = g.get(i) + T(at.decay) * weight;
    T m = T(at.beta1) * first.get(i) + T(1 - at.beta1) * slope;
    T v = T(at.beta2) * second.get(i) + T(1 - at.beta2) * slope * slope;
    first.set(i, m);
    second.set(i, v);
    T step = m / T(at.correction1) / (sqrt(v / T(at.correction2)) + T(at.epsilon));
    theta.set(i, weight * T(at.kept) - T(at.rate) * step);
  }
}

struct Adafactor {
  double rate, decay, epsilon1, epsilon2, clip, scaled;
};

template <class T> __device__ T averaged(T old, T fresh, const Adafactor &at) {
  return T(at.decay) * old + T(1 - at.decay) * fresh;
}

// Averages of g² over the columns of each row, a block for a row of all matrices.
template <class E> __device__ void row_means(Cells<E> g, Cells<E> row, int columns, const Adafactor &at) {
  typedef typename Cells<E>::Real T;
  T sum = 0;
  for (int j = (int)threadIdx.x; j < columns; j += (int)blockDim.x) {
    T slope = g.get(blockIdx.x * (long long)columns + j);
    sum += slope * slope + T(at.epsilon1);
  }
  sum = AcrossBlock::fold<Sum>(sum);
  if (threadIdx.x == 0) row.set(blockIdx.x, averaged(row.get(blockIdx.x), sum / T(columns), at));
}

// Averages of g² over the rows of each column; blockIdx.y is the matrix.
template <class E> __device__ void column_means(Cells<E> g, Cells<E> column, int rows, int columns, const Adafactor &at) {
  typedef typename Cells<E>::Real T;
  int j = (int)(blockIdx.x * AcrossColumn::WIDTH + threadIdx.x);
  T sum = 0;
  for (int i = AcrossColumn::lane(); i < rows && j < columns; i += AcrossColumn::lanes()) {
    T slope = g.get((blockIdx.y * (long long)rows + i) * columns + j);
    sum += slope * slope + T(at.epsilon1);
  }
  sum = AcrossColumn::fold<Sum>(sum);
  long long k = blockIdx.y * (long long)columns + j;
  if (threadIdx.y == 0 && j < columns) column.set(k, averaged(column.get(k), sum / T(rows), at));
}

template <class E> __device__ void second_moment(Cells<E> g, Cells<E> second, long long n, const Adafactor &at) {
  typedef typename Cells<E>::Real T;
  FOR_EACH(i, n) second.set(i, averaged(second.get(i), g.get(i) * g.get(i) + T(at.epsilon1), at));
}

// What Adafactor would subtract from an element before it clips and scales: from a second moment of its own …
template <class E, class R> struct Direction {
  typedef typename Cells<E>::Real T;
  Cells<E> g, second, column;
  Cells<R> mean; // of the row means of each matrix
  int rows, columns; // 0 where the second moment is not factored

  __device__ T at(long long k) const {
    if (columns == 0) return g.get(k) / sqrt(second.get(k));
    long long i = k / columns, matrix = i / rows; // … or from those of its row and its column
    return g.get(k) / sqrt(second.get(i) / mean.get(matrix) * column.get(matrix * columns + k % columns));
  }
};

// sums [blocks, 2]: of the squares of updates and of weights.
template <class E, class R>
__device__ void square_sums(Direction<E, R> update, Cells<E> theta, Cells<R> sums, long long n) {
  typename Cells<E>::Real updates = 0, weights = 0;
  FOR_EACH(k, n) {
    auto u = update.at(k), weight = theta.get(k);
    updates += u * u;
    weights += weight * weight;
  }
  updates = AcrossBlock::fold<Sum>(updates);
  weights = AcrossBlock::fold<Sum>(weights);
  if (threadIdx.x == 0) {
    sums.set(2ll * blockIdx.x, updates);
    sums.set(2ll * blockIdx.x + 1, weights);
  }
}

template <class E, class R>
__device__ void adafactor(
    Direction<E, R> update, Cells<E> theta, Cells<R> sums, int parts, long long n, const Adafactor &at) {
  typedef typename Cells<E>::Real T;
  T updates = 0, weights = 0;
  for (int i = (int)threadIdx.x; i < parts; i += (int)blockDim.x) {
    updates += sums.get(2 * i);
    weights += sums.get(2 * i + 1);
  }
  updates = AcrossBlock::fold<Sum>(updates);
  weights = AcrossBlock::fold<Sum>(weights);
  T clip = fmax(T(1), sqrt(updates / T(n)) / T(at.clip));
  T step = T(at.rate) * (at.scaled ? fmax(T(at.epsilon2), sqrt(weights / T(n))) : T(1)) / clip;
  FOR_EACH(k, n) theta.set(k, theta.get(k) - step * update.at(k));
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(sgd_##suffix)(void *theta, const void *g, void *velocity, int type, long long n, double rate, double momentum, \
      double decay) {                                                                            \
    sgd(Cells<E>(theta, type), Cells<E>(g, type), Cells<E>(velocity, type), velocity != nullptr, n, rate, momentum, decay); \
  }                                                                                              \
  KERNEL(adam_##suffix)(void *theta, const void *g, void *first, void *second, int type, long long n, Adam at) { \
    adam(Cells<E>(theta, type), Cells<E>(g, type), Cells<E>(first, type), Cells<E>(second, type), n, at); \
  }                                                                                              \
  KERNEL(row_means_##suffix)(const void *g, void *row, int type, int columns, Adafactor at) {    \
    row_means(Cells<E>(g, type), Cells<E>(row, type), columns, at);                              \
  }                                                                                              \
  KERNEL(column_means_##suffix)(const void *g, void *column, int type, int rows, int columns, Adafactor at) { \
    column_means(Cells<E>(g, type), Cells<E>(column, type), rows, columns, at);                  \
  }                                                                                              \
  KERNEL(second_moment_##suffix)(const void *g, void *second, int type, long long n, Adafactor at) { \
    second_moment(Cells<E>(g, type), Cells<E>(second, type), n, at);                             \
  }
FOR_TYPES(ENTRY)
#undef ENTRY

#define ENTRY(E, suffix, R)                                                                      \
  static __device__ Direction<E, R> direction(const void *g, const void *second, const void *column, const void *mean, int type, \
      int sums_type, int rows, int columns, Cells<E>) {                                          \
    return {Cells<E>(g, type), Cells<E>(second, type), Cells<E>(column, type), Cells<R>(mean, sums_type), rows, columns}; \
  }                                                                                              \
  KERNEL(square_sums_##suffix)(const void *theta, const void *g, const void *second, const void *column, const void *mean, \
      void *sums, int type, int sums_type, int rows, int columns, long long n) {                 \
    Cells<E> weights(theta, type);                                                               \
    auto update = direction(g, second, column, mean, type, sums_type, rows, columns, weights);   \
    square_sums(update, weights, Cells<R>(sums, sums_type), n);                                  \
  }                                                                                              \
  KERNEL(adafactor_##suffix)(void *theta, const void *g, const void *second, const void *column, const void *mean, \
      const void *sums, int type, int sums_type, int rows, int columns, long long n, int parts, Adafactor at) { \
    Cells<E> weights(theta, type);                                                               \
    auto update = direction(g, second, column, mean, type, sums_type, rows, columns, weights);   \
    adafactor(update, weights, Cells<R>(sums, sums_type), parts, n, at);                         \
  }
ENTRY(float, f32, float)
ENTRY(bf16, bf16, float)
ENTRY(varied, any, varied)
