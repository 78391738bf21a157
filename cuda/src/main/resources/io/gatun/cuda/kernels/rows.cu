// Softmax, gated units and their gradients over the rows of [rows, n].
#include "rows.cuh"

template <class Way, class C> __device__ void softmax(C x, C y, int rows, int n) {
  typedef typename Way::template Rows<1> Rows;
  typedef typename Rows::Values Values;
  int r = Way::Across::team();
  if (r >= rows) return;
  Rows row(r, n, x);
  SumExp<typename Way::Element> all;
  row.each([&](typename Rows::Place, Values (&in)[1]) { all.add(in[0]); });
  all.template fold<typename Way::Across>();
  typename Rows::T scale = typename Rows::T(1) / all.sum;
  row.each([&](typename Rows::Place place, Values (&in)[1]) {
    Values out;
    for (int i = 0; i < Rows::SIZE; i++) out.x[i] = exponential<typename Way::Element>(in[0].x[i] - all.most) * scale;
    row.write(y, place, out);
  });
}

template <class Way, class C> __device__ void softmax_gradient(C y, C g, C dx, int rows, int n) {
  typedef typename Way::template Rows<2> Rows;
  typedef typename Rows::Values Values;
  int r = Way::Across::team();
  if (r >= rows) return;
  Rows row(r, n, y, g);
  typename Rows::T sum = 0;
  row.each([&](typename Rows::Place, Values (&in)[2]) {
    for (int i = 0; i < Rows::SIZE; i++) sum += in[1].x[i] * in[0].x[i];
  });
  sum = Way::Across::template fold<Sum>(sum);
  row.each([&](typename Rows::Place place, Values (&in)[2]) {
    Values out;
    for (int i = 0; i < Rows::SIZE; i++) out.x[i] = in[0].x[i] * (in[1].x[i] - sum);
    row.write(dx, place, out);
  });
}

#define ENTRY(Way, suffix)                                                                       \
  KERNEL(softmax_##suffix)(const void *x, void *y, int type, int rows, int n) {                  \
    typedef Cells<Way::Element> C;                                                               \
    softmax<Way>(C(x, type), C(y, type), rows, n);                                               \
  }                                                                                              \
  KERNEL(softmax_gradient_##suffix)(const void *y, const void *g, void *dx, int type, int rows, int n) { \
    typedef Cells<Way::Element> C;                                                               \
    softmax_gradient<Way>(C(y, type), C(g, type), C(dx, type), rows, n);                         \
  }
FOR_WAYS(ENTRY)
#undef ENTRY

// a sigmoid(b)
template <class E, class T> __device__ T gated(T a, T b) { return a / (T(1) + exponential<E>(-b)); }

// Makes a and b the gradients of them.
template <class E, class T> __device__ void gated_gradient(T &a, T &b, T flow) {
  T open = T(1) / (T(1) + exponential<E>(-b));
  b = flow * a * open * (T(1) - open);
  a = flow * open;
}

// x [rows, 2 n]: the gate is the second half of a row. A block for each row.
template <class E> __device__ void glu(Cells<E> x, Cells<E> y, int n) {
  long long row = blockIdx.x * (long long)n;
  for (int i = (int)threadIdx.x; i < n; i += (int)blockDim.x) {
    y.set(row + i, gated<E>(x.get(2 * row + i), x.get(2 * row + n + i)));
  }
}

template <class E> __device__ void glu_gradient(Cells<E> x, Cells<E> g, Cells<E> dx, int n) {
  long long row = blockIdx.x * (long long)n;
  for (int i = (int)threadIdx.x; i < n; i += (int)blockDim.x) {
    typename Cells<E>::Real a = x.get(2 * row + i), b = x.get(2 * row + n + i);
    gated_gradient<E>(a, b, g.get(row + i));
    dx.set(2 * row + i, a);
    dx.set(2 * row + n + i, b);
  }
}

// Where a thread that takes one pack of [rows, n] finds it, and those of the halves of [rows, 2 n].
template <class E> struct Halves {
  long long whole, first, second;
  bool any;

  __device__ Halves(int rows, int n) {
    unsigned packs = (unsigned)n / Pack<E>::SIZE, k = blockIdx.x * blockDim.x + threadIdx.x;
    any = k < (unsigned)rows * packs;
    whole = (long long)k * Pack<E>::SIZE;
    first = whole + (long long)(k / packs) * n;
    second = first + n;
  }
};

template <class E> __device__ void glu_packed(const E *x, E *y, int rows, int n) {
  Halves<E> at(rows, n);
  if (!at.any) return;
  Lanes<E> a = load(x + at.first), b = load(x + at.second);
  for (int i = 0; i < Lanes<E>::SIZE; i++) a.x[i] = gated<E>(a.x[i], b.x[i]);
  store(y + at.whole, a);
}

template <class E> __device__ void glu_gradient_packed(const E *x, const E *g, E *dx, int rows, int n) {
  Halves<E> at(rows, n);
  if (!at.any) return;
  Lanes<E> a = load(x + at.first), b = load(x + at.second), flow = load(g + at.whole);
  for (int i = 0; i < Lanes<E>::SIZE; i++) gated_gradient<E>(a.x[i], b.x[i], flow.x[i]);
  store(dx + at.first, a);
  store(dx + at.second, b);
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(glu_##suffix)(const void *x, void *y, int type, int rows, int n) { glu(Cells<E>(x, type), Cells<E>(y, type), n); } \
  KERNEL(glu_gradient_##suffix)(const void *x, const void *g, void *dx, int type, int rows, int n) { \
    glu_gradient(Cells<E>(x, type), Cells<E>(g, type), Cells<E>(dx, type), n);                   \
  }
FOR_TYPES(ENTRY)
#undef ENTRY

#define ENTRY(E, suffix)                                                                         \
  KERNEL(glu_packed_##suffix)(const void *x, void *y, int type, int rows, int n) { glu_packed((const E *)x, (E *)y, rows, n); } \
  KERNEL(glu_gradient_packed_##suffix)(const void *x, const void *g, void *dx, int type, int rows, int n) { \
    glu_gradient_packed((const E *)x, (const E *)g, (E *)dx, rows, n);                           \
  }
ENTRY(float, f32)
ENTRY(bf16, bf16)
