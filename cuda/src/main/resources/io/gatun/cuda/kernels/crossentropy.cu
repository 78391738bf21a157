// Cross-entropy of logits [rows, n] and its gradient.
#include "fault.cuh"
#include "rows.cuh"

template <class Way, class C>
__device__ void cross_entropy(
    C x, const int *targets, C loss, C log_sum_exp, int rows, int n, int ignore, double z, Fault *fault, int operation) {
  typedef typename Way::template Rows<1> Rows;
  typedef typename Rows::T T;
  int r = Way::Across::team();
  if (r >= rows) return;
  int target = targets[r]; // comes while the row is read
  Rows row(r, n, x);
  SumExp<typename Way::Element> all;
  row.each([&](typename Rows::Place, typename Rows::Values (&in)[1]) { all.add(in[0]); });
  all.template fold<typename Way::Across>();
  if (Way::Across::lane() != 0) return;
  T lse = all.most - all.most != T(0) ? all.most : all.most + log(all.sum); // of infinities and NaN there is no difference
  log_sum_exp.set(r, lse);
  bool counts = target != ignore && in_range(fault, operation, target, n, r);
  loss.set(r, counts ? lse - x.get((long long)r * n + target) + T(z) * lse * lse : T(0));
}

template <class Way, class C>
__device__ void cross_entropy_gradient(
    C x, const int *targets, C log_sum_exp, C g, C dx, int rows, int n, int ignore, double z) {
  typedef typename Way::template Rows<1> Rows;
  typedef typename Rows::Values Values;
  typedef typename Rows::T T;
  int r = Way::Across::team();
  if (r >= rows) return;
  Rows row(r, n, x);
  int target = targets[r];
  bool ignored = target == ignore;
  T lse = log_sum_exp.get(r), flow = g.get(r), factor = T(1) + T(2) * T(z) * lse;
  row.each([&](typename Rows::Place place, Values (&in)[1]) {
    Values out;
    int beyond = target - Rows::first(place); // which of these is the target
    for (int i = 0; i < Rows::SIZE; i++) {
      T slope = exponential<typename Way::Element>(in[0].x[i] - lse) * factor - T(i == beyond ? 1 : 0);
      out.x[i] = ignored ? T(0) : flow * slope;
    }
    row.write(dx, place, out);
  });
}

#define ENTRY(Way, suffix)                                                                       \
  KERNEL(cross_entropy_##suffix)(const void *x, const void *targets, void *loss, void *log_sum_exp, int type, int rows, int n, \
      int ignore, double z, void *fault, int operation) {                                        \
    typedef Cells<Way::Element> C;                                                               \
    cross_entropy<Way>(C(x, type), (const int *)targets, C(loss, type), C(log_sum_exp, type), rows, n, ignore, z, (Fault *)fault, \
        operation);                                                                              \
  }                                                                                              \
  KERNEL(cross_entropy_gradient_##suffix)(const void *x, const void *targets, const void *log_sum_exp, const void *g, void *dx, \
      int type, int rows, int n, int ignore, double z) {                                         \
    typedef Cells<Way::Element> C;                                                               \
    cross_entropy_gradient<Way>(C(x, type), (const int *)targets, C(log_sum_exp, type), C(g, type), C(dx, type), rows, n, ignore, \
        z);                                                                                      \
  }
FOR_WAYS(ENTRY)
