// Attention of bfloat16 on tensor cores, and its gradients (Dao 2023, FlashAttention-2). Widths are filled up with zeros to D.
//
// A block has 4 warps, each of which owns 16 rows of one side (queries, or keys), and goes over tiles of the other side in shared
// memory. Scores are products in registers; where they are a factor of the next product, they are rounded to bfloat16.
#include "attention.cuh"
#include "tensor.cuh"

constexpr int WARPS = 4, ROWS = 16 * WARPS; // rows that a block owns
constexpr unsigned ALL = 0xffffffff; // lanes of a warp

// What all kernels here are told.
struct Input {
  const bf16 *q, *k, *v, *bias;
  const int *lengths;
};

// Where the lane's elements of a product lie: rows of the own side, columns of the other.
__device__ inline int own_row() { return (int)threadIdx.x / 32 * 16; } // of the warp's first, within the block
__device__ inline int row_of(int e) { return own_row() + AcrossWarp::lane() / 4 + e / 2 * 8; }
__device__ inline int column_of(int n, int e) { return n * 8 + AcrossWarp::lane() % 4 * 2 + e % 2; }

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
struct Unit {
  const Form &form;
  const Input &in;
  int b, h;
  Scores<bf16> scores;

  __device__ Unit(const Form &form, const Input &in, int b, int h)
      : form(form), in(in), b(b), h(h), scores(form, Cells<bf16>(in.bias, 0), in.lengths, b, h) {}

  __device__ bool sees(int i, int j) const { return i < form.queries && scores.sees(i, j); }

  // Makes scores of products: -infinity where a query does not see a key.
  template <int N, class Pairs> __device__ void score(Product (&p)[N], const Pairs &pairs) const {
    float scale = float(form.scale);
    bool whole = pairs.template whole<N>(form, scores.length);
    FOR_PRODUCT(n, N, e) p[n][e] *= scale;
    if (form.bias_batch) {
      const bf16 *bias = in.bias + scores.bias_at(0, 0);
      FOR_PRODUCT(n, N, e) {
        int i = pairs.query(n, e), j = pairs.key(n, e);
        if (whole || sees(i, j)) p[n][e] += widened(bias[i * form.keys + j]);
      }
    }
    if (whole) return;
    FOR_PRODUCT(n, N, e) p[n][e] = sees(pairs.query(n, e), pairs.key(n, e)) ? p[n][e] : -infinity();
  }

  template <int D> __device__ void queries(Tile<D> to, int from, int count) const {
    to.load(in.q + b * form.q[0] + h * form.q[2], form.q[1], from, form.queries, form.width, count);
  }
  template <int D> __device__ void keys(Tile<D> to, int from, int count) const {
    to.load(in.k + b * form.k[0] + h * form.k[2], form.k[1], from, scores.length, form.width, count);
  }
  template <int D> __device__ void values(Tile<D> to, int from, int count) const {
    to.load(in.v + b * form.v[0] + h * form.v[2], form.v[1], from, scores.length, form.depth, count);
  }
  // Of the gradient of the result.
  template <int D> __device__ void flows(const bf16 *g, Tile<D> to, int from, int count) const {
    long long row = (long long)form.heads * form.depth;
    to.load(g + b * form.queries * row + h * form.depth, row, from, form.queries, form.depth, count);
  }
  // The tile of a block may have a key that query i sees only from here on, and one that any of its queries sees only up to here.
  __device__ int seen_end(int first_query) const {
    return form.causal && first_query + ROWS < scores.length ? first_query + ROWS : scores.length;
  }
};

// Writes sums of the warp's own rows to a contiguous result.
template <int D>
__device__ void write(bf16 *y, int time, int heads, int b, int h, int width, int first, const Product (&sums)[D / 8], const float (&factors)[2]) {
#pragma unroll
  for (int n = 0; n < D / 8; n++) {
#pragma unroll
    for (int e = 0; e < 4; e += 2) {
      int row = first + row_of(e), c = column_of(n, e);
      if (row >= time || c >= width) continue;
      bf16 *to = y + (((long long)b * time + row) * heads + h) * width + c;
      float lower = sums[n][e] * factors[e / 2], upper = sums[n][e + 1] * factors[e / 2];
      if (width % 2 == 0) {
        *(unsigned *)to = pair(lower, upper);
      } else {
        to[0] = rounded(lower);
        if (c + 1 < width) to[1] = rounded(upper);
      }
    }
  }
}

// Which of 8 keys from `j` on dropout keeps for query `i`: a bit for each.
__device__ inline unsigned kept_keys(const Unit &unit, int i, int j) {
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

  __device__ void of(const Unit &unit, const OwnQueries &pairs) {
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
  __device__ void of(const Unit &unit, const OwnKeys &pairs) {
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

template <int D> __device__ void attend(const Input &in, bf16 *y, float *log_sum_exp, const Form &form) {
  constexpr int N = D > 64 ? 4 : 8; // eights of keys in a tile: what registers allow
  extern __shared__ __align__(16) unsigned char memory[];
  Place place(form.queries, ROWS, form.heads);
  Unit unit(form, in, place.b, place.h);
  int first = place.first;
  const Scores<bf16> &scores = unit.scores;
  Tile<D> queries{(bf16 *)memory}, keys{queries.end(ROWS)}, values{keys.end(8 * N)};
  unit.queries(queries, first, ROWS);
  Product sums[D / 8] = {};
  float most[2] = {-infinity(), -infinity()}, sum[2] = {0, 0};
  for (int from = 0, end = unit.seen_end(first); from < end; from += 8 * N) {
    __syncthreads();
    unit.keys(keys, from, 8 * N);
    unit.values(values, from, 8 * N);
    __syncthreads();
    Product p[N] = {};
    multiply_transposed(p, queries, own_row(), keys);
    unit.score(p, OwnQueries{first, from});
    float now[2] = {most[0], most[1]}, shrink[2], base[2];
    FOR_PRODUCT(n, N, e) now[e / 2] = fmaxf(now[e / 2], p[n][e]);
#pragma unroll
    for (int half = 0; half < 2; half++) {
      now[half] = across_row<Most>(now[half]);
      base[half] = now[half] == -infinity() ? 0 : now[half]; // where no key was seen yet
      shrink[half] = __expf(most[half] - base[half]);
      sum[half] *= shrink[half];
      most[half] = now[half];
    }
    FOR_PRODUCT(n, N, e) {
      p[n][e] = __expf(p[n][e] - base[e / 2]);
      sum[e / 2] += p[n][e];
    }
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
    float total = across_row<Sum>(sum[half]);
    factors[half] = any_seen ? 1 / total : 0;
    int i = first + row_of(2 * half);
    if (AcrossWarp::lane() % 4 == 0 && i < form.queries) {
      log_sum_exp[scores.row(i)] = any_seen ? most[half] + logf(total) : -infinity();
    }
  }
  write<D>(y, form.queries, form.heads, unit.b, unit.h, form.depth, first, sums, factors);
}

// sum(y g) of each query, which the gradients need: a warp for each.
__device__ void inner_products(const bf16 *y, const bf16 *g, float *delta, const Form &form) {
  long long row = ((long long)blockIdx.x * blockDim.x + threadIdx.x) / 32; // [batch, queries, heads]
  if (row >= (long long)form.batch * form.queries * form.heads) return;
  float sum = 0;
  for (int c = AcrossWarp::lane(); c < form.depth; c += 32) sum += widened(y[row * form.depth + c]) * widened(g[row * form.depth + c]);
  sum = AcrossWarp::fold<Sum>(sum);
  long long h = row % form.heads, i = row / form.heads % form.queries, b = row / form.heads / form.queries;
  if (AcrossWarp::lane() == 0) delta[(b * form.heads + h) * form.queries + i] = sum;
}

// What the gradients know of the result.
struct Made {
  const float *log_sum_exp, *delta;
  const bf16 *g;
};

// What is not seen has no gradient, even where those of what is seen are infinite.
__device__ inline float sloped(float probability, float slope) { return probability == 0 ? 0 : probability * slope; }

// Of products `s` of queries and keys, and `f` of gradients and values, the gradients of the scores: left in f. What dropout has
// left of the probabilities: left in s.
template <int N, class Pairs>
__device__ void slopes(const Unit &unit, const Made &made, const Pairs &pairs, Product (&s)[N], Product (&f)[N]) {
  const float *log_sum_exp = made.log_sum_exp + unit.scores.row(0), *delta = made.delta + unit.scores.row(0);
  int last = unit.form.queries - 1; // rows behind it are hidden, but something is read
  unit.score(s, pairs);
  FOR_PRODUCT(n, N, e) {
    int i = pairs.query(n, e);
    s[n][e] = s[n][e] == -infinity() ? 0 : __expf(s[n][e] - log_sum_exp[i < last ? i : last]);
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
constexpr int BIASES = 8; // and of that of the bias

template <int D> __device__ void query_gradient(const Input &in, const Made &made, bf16 *dq, const Form &form) {
  extern __shared__ __align__(16) unsigned char memory[];
  Place place(form.queries, ROWS, form.heads);
  Unit unit(form, in, place.b, place.h);
  int first = place.first;
  Tile<D> queries{(bf16 *)memory}, flows{queries.end(ROWS)}, keys{flows.end(ROWS)}, values{keys.end(8 * PART)};
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
  write<D>(dq, form.queries, form.heads, unit.b, unit.h, form.width, first, sums, scale);
}

// The gradient of the bias: a block has a tile of it, and goes over the batch rows and heads that share it, in order.
template <int D> __device__ void bias_gradient(const Input &in, const Made &made, float *d_bias, const Form &form) {
  extern __shared__ __align__(16) unsigned char memory[];
  int key_tiles = (form.keys + 8 * BIASES - 1) / (8 * BIASES), tiles = (form.queries + ROWS - 1) / ROWS * key_tiles;
  int owner = (int)(blockIdx.x / tiles), first = (int)(blockIdx.x % tiles) / key_tiles * ROWS;
  int from = (int)(blockIdx.x % tiles) % key_tiles * 8 * BIASES;
  Tile<D> queries{(bf16 *)memory}, flows{queries.end(ROWS)}, keys{flows.end(ROWS)}, values{keys.end(8 * BIASES)};
  Product sums[BIASES] = {};
  for (int b = owner / form.bias_heads; b < form.batch; b += form.bias_batch) {
    for (int h = owner % form.bias_heads; h < form.heads; h += form.bias_heads) {
      Unit unit(form, in, b, h);
      if (from >= unit.seen_end(first)) continue; // for all threads of the block
      __syncthreads();
      unit.queries(queries, first, ROWS);
      unit.flows(made.g, flows, first, ROWS);
      unit.keys(keys, from, 8 * BIASES);
      unit.values(values, from, 8 * BIASES);
      __syncthreads();
      Product s[BIASES] = {}, f[BIASES] = {};
      multiply_transposed(s, queries, own_row(), keys);
      multiply_transposed(f, flows, own_row(), values);
      slopes(unit, made, OwnQueries{first, from}, s, f);
      FOR_PRODUCT(n, BIASES, e) sums[n][e] += f[n][e];
    }
  }
  FOR_PRODUCT(n, BIASES, e) {
    int i = first + row_of(e), j = from + column_of(n, e);
    if (i < form.queries && j < form.keys) d_bias[((long long)owner * form.queries + i) * form.keys + j] = sums[n][e];
  }
}

// The gradients of keys and values: a warp owns 16 keys, and the block goes over the queries.
template <int D> __device__ void key_gradient(const Input &in, const Made &made, bf16 *dk, bf16 *dv, const Form &form) {
  extern __shared__ __align__(16) unsigned char memory[];
  Place place(form.keys, ROWS, form.heads);
  Unit unit(form, in, place.b, place.h);
  int first = place.first;
  Tile<D> keys{(bf16 *)memory}, values{keys.end(ROWS)}, queries{values.end(ROWS)}, flows{queries.end(8 * PART)};
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
  write<D>(dk, form.keys, form.heads, unit.b, unit.h, form.width, first, key_sums, scale);
  write<D>(dv, form.keys, form.heads, unit.b, unit.h, form.depth, first, value_sums, one);
}

#define TENSOR_KERNEL(name) extern "C" __global__ void __launch_bounds__(32 * WARPS) name

TENSOR_KERNEL(inner_products_bf16)(const bf16 *y, const bf16 *g, float *delta, Form form) { inner_products(y, g, delta, form); }

#define ENTRY(D)                                                                                 \
  TENSOR_KERNEL(attend_##D)(Input in, bf16 *y, float *log_sum_exp, Form form) { attend<D>(in, y, log_sum_exp, form); } \
  TENSOR_KERNEL(query_gradient_##D)(Input in, Made made, bf16 *dq, Form form) { query_gradient<D>(in, made, dq, form); } \
  TENSOR_KERNEL(bias_gradient_##D)(Input in, Made made, float *d_bias, Form form) { bias_gradient<D>(in, made, d_bias, form); } \
  TENSOR_KERNEL(key_gradient_##D)(Input in, Made made, bf16 *dk, bf16 *dv, Form form) { key_gradient<D>(in, made, dk, dv, form); }
ENTRY(64)
ENTRY(128)
