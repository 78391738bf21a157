// Attention of bfloat16 on tensor cores, and of float32 on the other units, and their gradients (Dao 2023, FlashAttention-2).
// Widths are filled up with zeros to D.
//
// A block has 4 warps, each of which owns 16 rows of one side (queries, or keys), and goes over tiles of the other side in shared
// memory. Scores are products in registers; where they are a factor of the next product, they are rounded if that is of bfloat16.
#include "attention.cuh"
#include "exponential.cuh"
#include "tiles.cuh"

constexpr int WARPS = 4, ROWS = 16 * WARPS; // rows that a block owns
constexpr unsigned ALL = 0xffffffff; // lanes of a warp

// What all kernels here are told.
template <class E> struct Input {
  const E *q, *k, *v, *bias;
  const int *lengths;
};

// Where the lane's elements of a product lie: rows of the own side, columns of the other.
__device__ inline int own_row() { return (int)threadIdx.x / 32 * 16; } // of the warp's first, within the block
__device__ inline int row_of(int e) { return own_row() + AcrossWarp::lane() / 4 + e / 2 * 8; }

// The queries and keys whose products a warp has: those of its own rows from `first` on, and of the columns from `from` on.
struct OwnQueries {
  int first, from;
  __device__ int query(int, int e) const { return first + row_of(e); }
  __device__ int key(int n, int e) const { return from + column_of(n, e); }
  // Whether all of them see each other: 8 N keys, none behind the end or after a query.
  template <int N> __device__ bool whole(const Form &form, int length) const {
    int query = first + own_row();
    return query + 16 <= form.queries && from + 8 * N <= length && (!form.causal || from + 8 * N - 1 <= query);
  }
};
struct OwnKeys {
  int first, from;
  __device__ int query(int n, int e) const { return from + column_of(n, e); }
  __device__ int key(int, int e) const { return first + row_of(e); }
  template <int N> __device__ bool whole(const Form &form, int length) const {
    int key = first + own_row();
    return from + 8 * N <= form.queries && key + 16 <= length && (!form.causal || key + 15 <= from);
  }
};

#define FOR_PRODUCT(n, N, e)                                                                     \
  _Pragma("unroll") for (int n = 0; n < N; n++) _Pragma("unroll") for (int e = 0; e < 4; e++)

// One batch row and head.
template <class E> struct Unit {
  const Form &form;
  const Input<E> &in;
  int b, h;
  Scores<E> scores;

  __device__ Unit(const Form &form, const Input<E> &in, int b, int h)
      : form(form), in(in), b(b), h(h), scores(form, Cells<E>(in.bias, 0), in.lengths, b, h) {}

  __device__ bool sees(int i, int j) const { return i < form.queries && scores.sees(i, j); }

  // Makes scores of products: -infinity where a query does not see a key.
  template <int N, class Pairs> __device__ void score(Product (&p)[N], const Pairs &pairs) const {
    float scale = float(form.scale);
    bool whole = pairs.template whole<N>(form, scores.length);
    FOR_PRODUCT(n, N, e) p[n][e] *= scale;
    if (form.bias_batch) {
      Cells<E> bias(in.bias + scores.bias_at(0, 0), 0);
      FOR_PRODUCT(n, N, e) {
        int i = pairs.query(n, e), j = pairs.key(n, e);
        if (whole || sees(i, j)) p[n][e] += bias.get(i * form.keys + j);
      }
    }
    if (whole) return;
    FOR_PRODUCT(n, N, e) p[n][e] = sees(pairs.query(n, e), pairs.key(n, e)) ? p[n][e] : -infinity();
  }

  template <int D> __device__ void queries(Tile<E, D> to, int from, int count) const {
    to.load(in.q + b * form.q[0] + h * form.q[2], form.q[1], from, form.queries, form.width, count);
  }
  template <int D> __device__ void keys(Tile<E, D> to, int from, int count) const {
    to.load(in.k + b * form.k[0] + h * form.k[2], form.k[1], from, scores.length, form.width, count);
  }
  template <int D> __device__ void values(Tile<E, D> to, int from, int count) const {
    to.load(in.v + b * form.v[0] + h * form.v[2], form.v[1], from, scores.length, form.depth, count);
  }
  // Of the gradient of the result.
  template <int D> __device__ void flows(const E *g, Tile<E, D> to, int from, int count) const {
    long long row = (long long)form.heads * form.depth;
    to.load(g + b * form.queries * row + h * form.depth, row, from, form.queries, form.depth, count);
  }
  // The tile of a block may have a key that query i sees only from here on, and one that any of its queries sees only up to here.
  __device__ int seen_end(int first_query) const {
    return form.causal && first_query + ROWS < scores.length ? first_query + ROWS : scores.length;
  }
};

__device__ inline void store_pair(bf16 *to, float lower, float upper) { *(unsigned *)to = pair(lower, upper); }
__device__ inline void store_pair(float *to, float lower, float upper) { *(Pack<float, 2> *)to = {{lower, upper}}; }

// Rows of a contiguous result [batch, time, heads, width].
template <class E> struct Result {
  E *y;
  int time, width;
};

// Writes sums of the warp's own rows, of which the block's begin with `first`.
template <int D, class E>
__device__ void write(const Result<E> &to, const Unit<E> &unit, int first, const Product (&sums)[D / 8], const float (&factors)[2]) {
#pragma unroll
  for (int n = 0; n < D / 8; n++) {
#pragma unroll
    for (int e = 0; e < 4; e += 2) {
      int row = first + row_of(e), c = made_column<E>(n, e);
      if (row >= to.time || c >= to.width) continue;
      E *at = to.y + (((long long)unit.b * to.time + row) * unit.form.heads + unit.h) * to.width + c;
      float lower = sums[n][e] * factors[e / 2], upper = sums[n][e + 1] * factors[e / 2];
      if (to.width % 2 == 0) {
        store_pair(at, lower, upper);
      } else {
        Cells<E>(at, 0).set(0, lower);
        if (c + 1 < to.width) Cells<E>(at, 0).set(1, upper);
      }
    }
  }
}

// Which of 8 keys from `j` on dropout keeps for query `i`: a bit for each.
template <class E> __device__ unsigned kept_keys(const Unit<E> &unit, int i, int j) {
  Words words = philox(unit.form.stream, (unit.scores.row(i) * unit.form.pitch + j) / 8);
  unsigned kept = 0;
#pragma unroll
  for (int n = 0; n < 8; n++) kept |= (unsigned)!drops(words, n, unit.form.dropped) << n;
  return kept;
}

// What dropout leaves of a product's elements: bit e of word n. Each block of random numbers is made by one lane, and handed on.
template <int N> struct Kept {
  unsigned bits[N];
  float factor;

  template <class E> __device__ void of(const Unit<E> &unit, const OwnQueries &pairs) {
    int first = pairs.first, from = pairs.from;
    factor = float(unit.form.kept);
    int lane = AcrossWarp::lane(), own = lane % 4;
#pragma unroll
    for (int n = 0; n < N; n += 4) {
      int j = from + (n + own) * 8;
      unsigned mine = kept_keys(unit, first + row_of(0), j) | kept_keys(unit, first + row_of(2), j) << 8;
#pragma unroll
      for (int m = 0; m < 4; m++) {
        unsigned theirs = __shfl_sync(ALL, mine, lane - own + m) >> own * 2;
        bits[n + m] = (theirs & 3) | (theirs >> 8 & 3) << 2;
      }
    }
  }
  template <class E> __device__ void of(const Unit<E> &unit, const OwnKeys &pairs) {
    int first = pairs.first, from = pairs.from;
    factor = float(unit.form.kept);
    int lane = AcrossWarp::lane();
#pragma unroll
    for (int n = 0; n < N; n += 2) {
      unsigned mine = kept_keys(unit, from + n * 8 + lane % 16, first + own_row() + lane / 16 * 8);
#pragma unroll
      for (int m = 0; m < 2; m++) {
        bits[n + m] = 0;
#pragma unroll
        for (int e = 0; e < 4; e++) bits[n + m] |= (__shfl_sync(ALL, mine, column_of(m, e) + e / 2 * 16) >> lane / 4 & 1) << e;
      }
    }
  }
  __device__ float of(int n, int e) const { return bits[n] >> e & 1 ? factor : 0; }
};

// Folds over the 4 lanes that share a row.
template <class Fold> __device__ float across_row(float x) {
  x = Fold::of(x, __shfl_xor_sync(ALL, x, 1));
  return Fold::of(x, __shfl_xor_sync(ALL, x, 2));
}

// The softmax of the lane's two rows, as scores come.
template <class E> struct Softmax {
  float most[2] = {-infinity(), -infinity()}, sum[2] = {0, 0};

  // Makes scores the exponentials of their differences to the most so far; `shrink`: what earlier ones are multiplied by.
  template <int N> __device__ void add(Product (&p)[N], float (&shrink)[2]) {
    float now[2] = {most[0], most[1]}, base[2];
    FOR_PRODUCT(n, N, e) now[e / 2] = fmaxf(now[e / 2], p[n][e]);
#pragma unroll
    for (int half = 0; half < 2; half++) {
      now[half] = across_row<Most>(now[half]);
      base[half] = now[half] == -infinity() ? 0 : now[half]; // where no key was seen yet
      shrink[half] = exponential<E>(most[half] - base[half]);
      sum[half] *= shrink[half];
      most[half] = now[half];
    }
    FOR_PRODUCT(n, N, e) {
      p[n][e] = exponential<E>(p[n][e] - base[e / 2]);
      sum[e / 2] += p[n][e];
    }
  }
};

template <int D, class E> __device__ void attend(const Input<E> &in, E *y, float *log_sum_exp, const Form &form) {
  constexpr int N = D > 64 ? 4 : 8; // eights of keys in a tile: what registers allow
  extern __shared__ __align__(16) unsigned char memory[];
  Place place(form.queries, ROWS, form.heads);
  Unit<E> unit(form, in, place.b, place.h);
  int first = place.first;
  const Scores<E> &scores = unit.scores;
  Tile<E, D> queries{(E *)memory}, keys{queries.end(ROWS)}, values{keys.end(8 * N)};
  unit.queries(queries, first, ROWS);
  Product sums[D / 8] = {};
  Softmax<E> softmax;
  for (int from = 0, end = unit.seen_end(first); from < end; from += 8 * N) {
    __syncthreads();
    unit.keys(keys, from, 8 * N);
    unit.values(values, from, 8 * N);
    __syncthreads();
    Product p[N] = {};
    multiply_transposed(p, queries, own_row(), keys);
    unit.score(p, OwnQueries{first, from});
    float shrink[2];
    softmax.add(p, shrink);
    if (form.dropped) {
      Kept<N> kept;
      kept.of(unit, OwnQueries{first, from});
      FOR_PRODUCT(n, N, e) p[n][e] *= kept.of(n, e);
    }
    FOR_PRODUCT(n, D / 8, e) sums[n][e] *= shrink[e / 2];
    multiply_made<D>(sums, p, values);
  }
  bool any_seen = scores.length > 0;
  float factors[2];
#pragma unroll
  for (int half = 0; half < 2; half++) {
    float total = across_row<Sum>(softmax.sum[half]);
    factors[half] = any_seen ? 1 / total : 0;
    int i = first + row_of(2 * half);
    if (AcrossWarp::lane() % 4 == 0 && i < form.queries) {
      log_sum_exp[scores.row(i)] = any_seen ? softmax.most[half] + logf(total) : -infinity();
    }
  }
  write<D>(Result<E>{y, form.queries, form.depth}, unit, first, sums, factors);
}

// sum(y g) of each query, which the gradients need: a warp for each.
template <class E> __device__ void inner_products(const E *y, const E *g, float *delta, const Form &form) {
  long long row = ((long long)blockIdx.x * blockDim.x + threadIdx.x) / 32; // [batch, queries, heads]
  if (row >= (long long)form.batch * form.queries * form.heads) return;
  Cells<E> made(y + row * form.depth, 0), flow(g + row * form.depth, 0);
  float sum = 0;
  for (int c = AcrossWarp::lane(); c < form.depth; c += 32) sum += made.get(c) * flow.get(c);
  sum = AcrossWarp::fold<Sum>(sum);
  long long h = row % form.heads, i = row / form.heads % form.queries, b = row / form.heads / form.queries;
  if (AcrossWarp::lane() == 0) delta[(b * form.heads + h) * form.queries + i] = sum;
}

// What the gradients know of the result.
template <class E> struct Made {
  const float *log_sum_exp, *delta;
  const E *g;
};

// What is not seen has no gradient, even where those of what is seen are infinite.
__device__ inline float sloped(float probability, float slope) { return probability == 0 ? 0 : probability * slope; }

// Of products `s` of queries and keys, and `f` of gradients and values, the gradients of the scores: left in f. What dropout has
// left of the probabilities: left in s.
template <int N, class E, class Pairs>
__device__ void slopes(const Unit<E> &unit, const Made<E> &made, const Pairs &pairs, Product (&s)[N], Product (&f)[N]) {
  const float *log_sum_exp = made.log_sum_exp + unit.scores.row(0), *delta = made.delta + unit.scores.row(0);
  int last = unit.form.queries - 1; // rows behind it are hidden, but something is read
  unit.score(s, pairs);
  FOR_PRODUCT(n, N, e) {
    int i = pairs.query(n, e);
    s[n][e] = s[n][e] == -infinity() ? 0 : exponential<E>(s[n][e] - log_sum_exp[i < last ? i : last]);
  }
  if (unit.form.dropped) {
    Kept<N> kept;
    kept.of(unit, pairs);
    FOR_PRODUCT(n, N, e) {
      int i = pairs.query(n, e);
      f[n][e] = sloped(s[n][e], f[n][e] * kept.of(n, e) - delta[i < last ? i : last]);
      s[n][e] *= kept.of(n, e);
    }
    return;
  }
  FOR_PRODUCT(n, N, e) {
    int i = pairs.query(n, e);
    f[n][e] = sloped(s[n][e], f[n][e] - delta[i < last ? i : last]);
  }
}

constexpr int PART = 4; // eights of rows in a tile of the gradients of queries, keys and values
template <class E, int D> constexpr int BIASES = D * sizeof(E) > 256 ? 4 : 8; // and of that of the bias: what shared memory allows

template <int D, class E> __device__ void query_gradient(const Input<E> &in, const Made<E> &made, E *dq, const Form &form) {
  extern __shared__ __align__(16) unsigned char memory[];
  Place place(form.queries, ROWS, form.heads);
  Unit<E> unit(form, in, place.b, place.h);
  int first = place.first;
  Tile<E, D> queries{(E *)memory}, flows{queries.end(ROWS)}, keys{flows.end(ROWS)}, values{keys.end(8 * PART)};
  unit.queries(queries, first, ROWS);
  unit.flows(made.g, flows, first, ROWS);
  Product sums[D / 8] = {};
  for (int from = 0, end = unit.seen_end(first); from < end; from += 8 * PART) {
    __syncthreads();
    unit.keys(keys, from, 8 * PART);
    unit.values(values, from, 8 * PART);
    __syncthreads();
    Product s[PART] = {}, f[PART] = {};
    multiply_transposed(s, queries, own_row(), keys);
    multiply_transposed(f, flows, own_row(), values);
    slopes(unit, made, OwnQueries{first, from}, s, f);
    multiply_made<D>(sums, f, keys);
  }
  float scale[2] = {float(form.scale), float(form.scale)};
  write<D>(Result<E>{dq, form.queries, form.width}, unit, first, sums, scale);
}

// The gradient of the bias: a block has a tile of it, and goes over the batch rows and heads that share it, in order.
template <int D, class E> __device__ void bias_gradient(const Input<E> &in, const Made<E> &made, float *d_bias, const Form &form) {
  constexpr int N = BIASES<E, D>;
  extern __shared__ __align__(16) unsigned char memory[];
  int key_tiles = (form.keys + 8 * N - 1) / (8 * N), tiles = (form.queries + ROWS - 1) / ROWS * key_tiles;
  int owner = (int)(blockIdx.x / tiles), first = (int)(blockIdx.x % tiles) / key_tiles * ROWS;
  int from = (int)(blockIdx.x % tiles) % key_tiles * 8 * N;
  Tile<E, D> queries{(E *)memory}, flows{queries.end(ROWS)}, keys{flows.end(ROWS)}, values{keys.end(8 * N)};
  Product sums[N] = {};
  for (int b = owner / form.bias_heads; b < form.batch; b += form.bias_batch) {
    for (int h = owner % form.bias_heads; h < form.heads; h += form.bias_heads) {
      Unit<E> unit(form, in, b, h);
      if (from >= unit.seen_end(first)) continue; // for all threads of the block
      __syncthreads();
      unit.queries(queries, first, ROWS);
      unit.flows(made.g, flows, first, ROWS);
      unit.keys(keys, from, 8 * N);
      unit.values(values, from, 8 * N);
      __syncthreads();
      Product s[N] = {}, f[N] = {};
      multiply_transposed(s, queries, own_row(), keys);
      multiply_transposed(f, flows, own_row(), values);
      slopes(unit, made, OwnQueries{first, from}, s, f);
      FOR_PRODUCT(n, N, e) sums[n][e] += f[n][e];
    }
  }
  FOR_PRODUCT(n, N, e) {
    int i = first + row_of(e), j = from + column_of(n, e);
    if (i < form.queries && j < form.keys) d_bias[((long long)owner * form.queries + i) * form.keys + j] = sums[n][e];
  }
}

// The gradients of keys and values: a warp owns 16 keys, and the block goes over the queries.
template <int D, class E> __device__ void key_gradient(const Input<E> &in, const Made<E> &made, E *dk, E *dv, const Form &form) {
  extern __shared__ __align__(16) unsigned char memory[];
  Place place(form.keys, ROWS, form.heads);
  Unit<E> unit(form, in, place.b, place.h);
  int first = place.first;
  Tile<E, D> keys{(E *)memory}, values{keys.end(ROWS)}, queries{values.end(ROWS)}, flows{queries.end(8 * PART)};
  unit.keys(keys, first, ROWS);
  unit.values(values, first, ROWS);
  Product key_sums[D / 8] = {}, value_sums[D / 8] = {};
  int begin = first >= unit.scores.length ? form.queries : form.causal ? first : 0; // queries before see none of these keys
  for (int from = begin; from < form.queries; from += 8 * PART) {
    __syncthreads();
    unit.queries(queries, from, 8 * PART);
    unit.flows(made.g, flows, from, 8 * PART);
    __syncthreads();
    Product s[PART] = {}, f[PART] = {};
    multiply_transposed(s, keys, own_row(), queries);
    multiply_transposed(f, values, own_row(), flows);
    slopes(unit, made, OwnKeys{first, from}, s, f);
    multiply_made<D>(value_sums, s, flows);
    multiply_made<D>(key_sums, f, queries);
  }
  float scale[2] = {float(form.scale), float(form.scale)}, one[2] = {1, 1};
  write<D>(Result<E>{dk, form.keys, form.width}, unit, first, key_sums, scale);
  write<D>(Result<E>{dv, form.keys, form.depth}, unit, first, value_sums, one);
}

// Of float32, ptxas would else spill for more blocks than shared memory has room for.
template <class E> constexpr int LEAST_BLOCKS = sizeof(E) > 2 ? 2 : 0;

#define TILED_KERNEL(E, name) extern "C" __global__ void __launch_bounds__(32 * WARPS, LEAST_BLOCKS<E>) name

#define ENTRY(E, suffix)                                                                         \
  TILED_KERNEL(E, inner_products_##suffix)(const E *y, const E *g, float *delta, Form form) { inner_products(y, g, delta, form); } \
  WIDE(E, suffix##_64, 64) WIDE(E, suffix##_128, 128)
#define WIDE(E, suffix, D)                                                                       \
  TILED_KERNEL(E, attend_##suffix)(Input<E> in, E *y, float *log_sum_exp, Form form) { attend<D>(in, y, log_sum_exp, form); } \
  TILED_KERNEL(E, query_gradient_##suffix)(Input<E> in, Made<E> made, E *dq, Form form) { query_gradient<D>(in, made, dq, form); } \
  TILED_KERNEL(E, bias_gradient_##suffix)(Input<E> in, Made<E> made, float *d_bias, Form form) { bias_gradient<D>(in, made, d_bias, form); } \
  TILED_KERNEL(E, key_gradient_##suffix)(Input<E> in, Made<E> made, E *dk, E *dv, Form form) { key_gradient<D>(in, made, dk, dv, form); }
ENTRY(float, f32)
ENTRY(bf16, bf16)
