// Root-mean-square and layer norms over the rows of [rows, n], and their gradients. A layer norm is CENTRED: it takes the mean
// away, has a bias, and its rows have the statistics mean and scale; others have the scale alone.
#include "rows.cuh"

template <class T, bool CENTRED> struct Statistics {
  T mean = 0, scale = 0;

  template <class C> static __device__ Statistics read(const C &saved, long long row) {
    Statistics of;
    if (CENTRED) of.mean = saved.get(2 * row);
    of.scale = saved.get(CENTRED ? 2 * row + 1 : row);
    return of;
  }
  template <class C> __device__ void write(const C &saved, long long row) const {
    if (CENTRED) saved.set(2 * row, mean);
    saved.set(CENTRED ? 2 * row + 1 : row, scale);
  }
  __device__ T distance(T x) const { return CENTRED ? x - mean : x; }
  __device__ T normal(T x) const { return distance(x) * scale; }
};

template <class Way, bool CENTRED, class C>
__device__ void norm(C x, C w, C bias, C y, C statistics, int rows, int n, double epsilon) {
  typedef typename Way::template Rows<1> Rows;
  typedef typename Rows::Values Values;
  typedef typename Rows::Place Place;
  typedef typename Rows::T T;
  int r = Way::Across::team();
  if (r >= rows) return;
  Rows row(r, n, x);
  Statistics<T, CENTRED> of;
  if (CENTRED) {
    T sum = 0;
    row.each([&](Place, Values (&in)[1]) {
      for (int i = 0; i < Rows::SIZE; i++) sum += in[0].x[i];
    });
    of.mean = Way::Across::template fold<Sum>(sum) / T(n);
  }
  T squares = 0;
  row.each([&](Place, Values (&in)[1]) {
    for (int i = 0; i < Rows::SIZE; i++) squares += of.distance(in[0].x[i]) * of.distance(in[0].x[i]);
  });
  of.scale = T(1) / sqrt(Way::Across::template fold<Sum>(squares) / T(n) + T(epsilon));
  if (Way::Across::lane() == 0) of.write(statistics, r);
  row.each([&](Place place, Values (&in)[1]) {
    Values out, gain = Rows::read(w, place), shift;
    if (CENTRED) shift = Rows::read(bias, place);
    for (int i = 0; i < Rows::SIZE; i++) {
      out.x[i] = gain.x[i] * of.normal(in[0].x[i]);
      if (CENTRED) out.x[i] += shift.x[i];
    }
    row.write(y, place, out);
  });
}

// With h = g w and z = (x - mean) scale: dx = scale (h - mean(h) - z mean(h z)), where mean(h) counts in layer norms alone. The
// gradient of the gain is the sum of g z over rows: rows in registers are summed on the way, by teams that take several, into
// parts [blocks, n], which are folded by reductions.cu.
template <class Way, bool CENTRED, class C>
__device__ void norm_gradient(C x, C w, C statistics, C g, C dx, float *parts, int rows, int n) {
  typedef typename Way::template Rows<2> Rows;
  typedef typename Rows::Values Values;
  typedef typename Rows::Place Place;
  typedef typename Rows::T T;
  typename Rows::ColumnSums gains;
  for (long long r = Way::Across::team(); r < rows; r += Way::Across::teams()) {
    Rows row((int)r, n, x, g);
    auto of = Statistics<T, CENTRED>::read(statistics, r);
    T sum = 0, products = 0;
    row.each([&](Place place, Values (&in)[2]) {
      Values gain = Rows::read(w, place);
      for (int i = 0; i < Rows::SIZE; i++) {
        T h = in[1].x[i] * gain.x[i];
        if (CENTRED) sum += h;
        products += h * of.normal(in[0].x[i]);
      }
    });
    if (CENTRED) sum = Way::Across::template fold<Sum>(sum) / T(n);
    products = Way::Across::template fold<Sum>(products) / T(n);
    row.each([&](Place place, Values (&in)[2]) {
      Values out, slope, gain = Rows::read(w, place);
      for (int i = 0; i < Rows::SIZE; i++) {
        T z = of.normal(in[0].x[i]);
        out.x[i] = of.scale * (in[1].x[i] * gain.x[i] - sum - z * products);
        slope.x[i] = in[1].x[i] * z;
      }
      gains.add(place, slope);
      row.write(dx, place, out);
    });
  }
  gains.write(parts, n);
}

#define ENTRY(Way, suffix)                                                                       \
  KERNEL(rms_norm_##suffix)(const void *x, const void *w, void *y, void *scale, int type, int rows, int n, double epsilon) { \
    typedef Cells<Way::Element> C;                                                               \
    norm<Way, false>(C(x, type), C(w, type), C(w, type), C(y, type), C(scale, type), rows, n, epsilon); \
  }                                                                                              \
  KERNEL(layer_norm_##suffix)(const void *x, const void *w, const void *bias, void *y, void *statistics, int type, int rows, \
      int n, double epsilon) {                                                                   \
    typedef Cells<Way::Element> C;                                                               \
    norm<Way, true>(C(x, type), C(w, type), C(bias, type), C(y, type), C(statistics, type), rows, n, epsilon); \
  }                                                                                              \
  GRADIENT(Way, rms_norm_gradient_##suffix, false)                                               \
  GRADIENT(Way, layer_norm_gradient_##suffix, true)
#define GRADIENT(Way, name, CENTRED)                                                             \
  extern "C" __global__ __maxnreg__(Way::REGISTERS) void name(const void *x, const void *w, const void *statistics, \
      const void *g, void *dx, void *parts, int type, int rows, int n) {                         \
    typedef Cells<Way::Element> C;                                                               \
    norm_gradient<Way, CENTRED>(                                                                 \
        C(x, type), C(w, type), C(statistics, type), C(g, type), C(dx, type), (float *)parts, rows, n); \
  }
FOR_WAYS(ENTRY)
#undef ENTRY

// parts [chunks, n]: sums of g (x - mean) scale over the rows of each chunk, of rows that are not in registers. A block takes 32
// columns.
template <class E, class R, bool CENTRED>
__device__ void gain_gradient(Cells<E> x, Cells<E> statistics, Cells<E> g, Cells<R> parts, int rows, int n, int chunk) {
  typedef typename Cells<E>::Real T;
  int column = (int)(blockIdx.x * AcrossColumn::WIDTH + threadIdx.x), from = (int)blockIdx.y * chunk;
  int to = blockIdx.y == gridDim.y - 1 ? rows : from + chunk;
  T sum = 0;
  for (int r = from + AcrossColumn::lane(); r < to && column < n; r += AcrossColumn::lanes()) {
    long long at = (long long)r * n + column;
    sum += g.get(at) * Statistics<T, CENTRED>::read(statistics, r).normal(x.get(at));
  }
  sum = AcrossColumn::fold<Sum>(sum);
  if (threadIdx.y == 0 && column < n) parts.set((long long)blockIdx.y * n + column, sum);
}

#define ENTRY(E, suffix, R)                                                                      \
  GAIN(E, rms_gain_gradient_##suffix, R, false)                                                  \
  GAIN(E, layer_gain_gradient_##suffix, R, true)
#define GAIN(E, name, R, CENTRED)                                                                \
  KERNEL(name)(const void *x, const void *statistics, const void *g, void *parts, int type, int parts_type, int rows, int n, \
      int chunk) {                                                                               \
    gain_gradient<E, R, CENTRED>(Cells<E>(x, type), Cells<E>(statistics, type), Cells<E>(g, type), Cells<R>(parts, parts_type), \
        rows, n, chunk);                                                                         \
  }
ENTRY(float, f32, float)
ENTRY(bf16, bf16, float)
ENTRY(varied, any, varied)
