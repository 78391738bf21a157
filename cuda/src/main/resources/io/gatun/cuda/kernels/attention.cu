// Attention that never holds all scores, and its gradients (Dao et al. 2022), without tensor cores.
#include "attention.cuh"

template <class E, class R>
__device__ void attend(Cells<E> q, Cells<E> k, Cells<E> v, Cells<E> bias, const int *lengths, Cells<E> y, Cells<R> log_sum_exp,
    const Form &form) {
  typedef typename Cells<E>::Real T;
  extern __shared__ __align__(16) unsigned char memory[];
  Shared<T> shared{(T *)memory};
  Place place(form.queries, OWN, form.heads);
  int b = place.b, h = place.h, warp = (int)threadIdx.x / 32, i = place.first + warp;
  Scores<E> scores(form, bias, lengths, b, h);
  Rows<E> queries(q, form.q, b, h, form.width), keys(k, form.k, b, h, form.width), values(v, form.v, b, h, form.depth);
  T *key_tile = shared.take(TILE * (form.width + 1)), *value_tile = shared.take(TILE * (form.depth + 1));
  T *query = shared.take(OWN * form.width) + warp * form.width, *sums = shared.take(OWN * form.depth) + warp * form.depth;
  T *p = shared.take(OWN * TILE) + warp * TILE;
  if (i < form.queries) queries.copy(i, query);
  for (int c = AcrossWarp::lane(); c < form.depth; c += 32) sums[c] = 0;
  int end = form.causal && place.first + OWN < scores.length ? place.first + OWN : scores.length;
  T most = Most::none<T>(), sum = 0;
  bool any_seen = false;
  for (int from = 0; from < end; from += TILE) {
    __syncthreads();
    keys.tile(from, scores.length, key_tile);
    values.tile(from, scores.length, value_tile);
    __syncthreads();
    int j = from + AcrossWarp::lane();
    if (i >= form.queries || !scores.sees(i, from)) continue; // for all lanes of the warp
    any_seen = true;
    bool seen = scores.sees(i, j);
    T s = seen ? scores.score(i, j, dot(query, key_tile + AcrossWarp::lane() * (form.width + 1), form.width)) : Most::none<T>();
    T now = Most::of(most, AcrossWarp::fold<Most>(s)), shrink = most == Most::none<T>() ? T(0) : exp(most - now);
    T e = seen ? exp(s - now) : T(0);
    sum = sum * shrink + AcrossWarp::fold<Sum>(e);
    p[AcrossWarp::lane()] = seen ? e * scores.factor(i, j) : T(0);
    __syncwarp();
    for (int c = AcrossWarp::lane(); c < form.depth; c += 32) {
      T total = sums[c] * shrink;
      for (int n = 0; n < TILE; n++) total += p[n] * value_tile[n * (form.depth + 1) + c];
      sums[c] = total;
    }
    __syncwarp();
    most = now;
  }
  if (i >= form.queries) return;
  auto result = Rows<E>::packed(y, form.queries, form.heads, b, h, form.depth);
  for (int c = AcrossWarp::lane(); c < form.depth; c += 32) result.set(i, c, any_seen ? sums[c] / sum : T(0));
  if (AcrossWarp::lane() == 0) log_sum_exp.set(scores.row(i), any_seen ? most + log(sum) : Most::none<T>());
}

// Where a block goes: it owns the rows of the bias for some queries, and goes over the batch rows and heads that share them, in
// order. Without a bias's gradient each batch row and head is on its own.
struct Owned {
  int batches, heads; // of owners
};

// The gradients of queries and of the bias; writes sum(y g) of each query to `delta`, which the other kernel reads.
template <class E, class R>
__device__ void query_gradient(Cells<E> q, Cells<E> k, Cells<E> v, Cells<E> bias, const int *lengths, Cells<E> y, Cells<R> lse,
    Cells<E> g, Cells<E> dq, Cells<R> d_bias, bool wanted, Cells<R> delta, const Owned &owners, const Form &form) {
  typedef typename Cells<E>::Real T;
  extern __shared__ __align__(16) unsigned char memory[];
  Shared<T> shared{(T *)memory};
  Place place(form.queries, OWN, owners.heads);
  int warp = (int)threadIdx.x / 32, i = place.first + warp;
  T *key_tile = shared.take(TILE * (form.width + 1)), *value_tile = shared.take(TILE * (form.depth + 1));
  T *query = shared.take(OWN * form.width) + warp * form.width, *flow = shared.take(OWN * form.depth) + warp * form.depth;
  T *sums = shared.take(OWN * form.width) + warp * form.width, *ds = shared.take(OWN * TILE) + warp * TILE;
  bool initial = true;
  for (int b = place.b; b < form.batch; b += owners.batches) {
    for (int h = place.h; h < form.heads; h += owners.heads, initial = false) {
      Scores<E> scores(form, bias, lengths, b, h);
      Rows<E> keys(k, form.k, b, h, form.width), values(v, form.v, b, h, form.depth);
      T d = 0, total = 0;
      if (i < form.queries) {
        Rows<E>(q, form.q, b, h, form.width).copy(i, query);
        auto made = Rows<E>::packed(y, form.queries, form.heads, b, h, form.depth);
        auto flowing = Rows<E>::packed(g, form.queries, form.heads, b, h, form.depth);
        flowing.copy(i, flow);
        for (int c = AcrossWarp::lane(); c < form.depth; c += 32) d += made.get(i, c) * flowing.get(i, c);
        d = AcrossWarp::fold<Sum>(d);
        if (AcrossWarp::lane() == 0) delta.set(scores.row(i), d);
        for (int c = AcrossWarp::lane(); c < form.width; c += 32) sums[c] = 0;
        total = lse.get(scores.row(i));
      }
      int end = wanted ? form.keys : scores.length;
      for (int from = 0; from < end; from += TILE) {
        __syncthreads();
        keys.tile(from, scores.length, key_tile);
        values.tile(from, scores.length, value_tile);
        __syncthreads();
        int j = from + AcrossWarp::lane();
        if (i >= form.queries) continue; // for all lanes of the warp
        T slope = 0;
        if (scores.sees(i, j)) {
          T p = exp(scores.score(i, j, dot(query, key_tile + AcrossWarp::lane() * (form.width + 1), form.width)) - total);
          slope = p * (scores.factor(i, j) * dot(flow, value_tile + AcrossWarp::lane() * (form.depth + 1), form.depth) - d);
        }
        if (wanted && j < form.keys) {
          long long at = scores.bias_at(i, j);
          d_bias.set(at, initial ? slope : d_bias.get(at) + slope);
        }
        ds[AcrossWarp::lane()] = slope;
        __syncwarp();
        for (int c = AcrossWarp::lane(); c < form.width; c += 32) {
          for (int n = 0; n < TILE; n++) sums[c] += T(form.scale) * ds[n] * key_tile[n * (form.width + 1) + c];
        }
        __syncwarp();
      }
      auto gradient = Rows<E>::packed(dq, form.queries, form.heads, b, h, form.width);
      for (int c = AcrossWarp::lane(); c < form.width && i < form.queries; c += 32) gradient.set(i, c, sums[c]);
    }
  }
}

// The gradients of keys and values: a warp owns a key, and goes over the queries.
template <class E, class R>
__device__ void key_gradient(Cells<E> q, Cells<E> k, Cells<E> v, Cells<E> bias, const int *lengths, Cells<R> lse, Cells<R> delta,
    Cells<E> g, Cells<E> dk, Cells<E> dv, const Form &form) {
  typedef typename Cells<E>::Real T;
  extern __shared__ __align__(16) unsigned char memory[];
  Shared<T> shared{(T *)memory};
  Place place(form.keys, OWN, form.heads);
  int b = place.b, h = place.h, warp = (int)threadIdx.x / 32, j = place.first + warp;
  Scores<E> scores(form, bias, lengths, b, h);
  Rows<E> queries(q, form.q, b, h, form.width);
  auto flows = Rows<E>::packed(g, form.queries, form.heads, b, h, form.depth);
  T *query_tile = shared.take(TILE * (form.width + 1)), *flow_tile = shared.take(TILE * (form.depth + 1));
  T *key = shared.take(OWN * form.width) + warp * form.width, *value = shared.take(OWN * form.depth) + warp * form.depth;
  T *key_sums = shared.take(OWN * form.width) + warp * form.width;
  T *value_sums = shared.take(OWN * form.depth) + warp * form.depth;
  T *ds = shared.take(OWN * TILE) + warp * TILE, *p = shared.take(OWN * TILE) + warp * TILE;
  if (j < form.keys) {
    Rows<E>(k, form.k, b, h, form.width).copy(j, key);
    Rows<E>(v, form.v, b, h, form.depth).copy(j, value);
  }
  for (int c = AcrossWarp::lane(); c < form.width; c += 32) key_sums[c] = 0;
  for (int c = AcrossWarp::lane(); c < form.depth; c += 32) value_sums[c] = 0;
  for (int from = 0; from < form.queries; from += TILE) {
    __syncthreads();
    queries.tile(from, form.queries, query_tile);
    flows.tile(from, form.queries, flow_tile);
    __syncthreads();
    int i = from + AcrossWarp::lane();
    T slope = 0, kept = 0;
    if (i < form.queries && scores.sees(i, j)) {
      T s = scores.score(i, j, dot(query_tile + AcrossWarp::lane() * (form.width + 1), key, form.width));
      T probability = exp(s - lse.get(scores.row(i))), factor = scores.factor(i, j);
      kept = probability * factor;
      T flow = dot(flow_tile + AcrossWarp::lane() * (form.depth + 1), value, form.depth);
      slope = probability * (factor * flow - delta.get(scores.row(i)));
    }
    ds[AcrossWarp::lane()] = slope;
    p[AcrossWarp::lane()] = kept;
    __syncwarp();
    for (int c = AcrossWarp::lane(); c < form.width; c += 32) {
      for (int n = 0; n < TILE; n++) key_sums[c] += T(form.scale) * ds[n] * query_tile[n * (form.width + 1) + c];
    }
    for (int c = AcrossWarp::lane(); c < form.depth; c += 32) {
      for (int n = 0; n < TILE; n++) value_sums[c] += p[n] * flow_tile[n * (form.depth + 1) + c];
    }
    __syncwarp();
  }
  if (j >= form.keys) return;
  auto keys = Rows<E>::packed(dk, form.keys, form.heads, b, h, form.width);
  auto values = Rows<E>::packed(dv, form.keys, form.heads, b, h, form.depth);
  for (int c = AcrossWarp::lane(); c < form.width; c += 32) keys.set(j, c, key_sums[c]);
  for (int c = AcrossWarp::lane(); c < form.depth; c += 32) values.set(j, c, value_sums[c]);
}

#define ENTRY(E, suffix, R)                                                                      \
  KERNEL(attend_##suffix)(const void *q, const void *k, const void *v, const void *bias, const void *lengths, void *y, \
      void *log_sum_exp, int type, int precise, Form form) {                                     \
    attend(Cells<E>(q, type), Cells<E>(k, type), Cells<E>(v, type), Cells<E>(bias, type), (const int *)lengths, \
        Cells<E>(y, type), Cells<R>(log_sum_exp, precise), form);                                \
  }                                                                                              \
  KERNEL(query_gradient_##suffix)(const void *q, const void *k, const void *v, const void *bias, const void *lengths, \
      const void *y, const void *lse, const void *g, void *dq, void *d_bias, void *delta, int type, int precise, Owned owners, \
      Form form) {                                                                               \
    query_gradient(Cells<E>(q, type), Cells<E>(k, type), Cells<E>(v, type), Cells<E>(bias, type), (const int *)lengths, \
        Cells<E>(y, type), Cells<R>(lse, precise), Cells<E>(g, type), Cells<E>(dq, type), Cells<R>(d_bias, precise), \
        d_bias != nullptr, Cells<R>(delta, precise), owners, form);                              \
  }                                                                                              \
  KERNEL(key_gradient_##suffix)(const void *q, const void *k, const void *v, const void *bias, const void *lengths, \
      const void *lse, const void *delta, const void *g, void *dk, void *dv, int type, int precise, Form form) { \
    key_gradient(Cells<E>(q, type), Cells<E>(k, type), Cells<E>(v, type), Cells<E>(bias, type), (const int *)lengths, \
        Cells<R>(lse, precise), Cells<R>(delta, precise), Cells<E>(g, type), Cells<E>(dk, type), Cells<E>(dv, type), form); \
  }
ENTRY(float, f32, float)
ENTRY(bf16, bf16, float)
ENTRY(varied, any, varied)
