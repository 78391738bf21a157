// The gradient of take_rows: row r of y [n, d] is the sum of the rows of x [m, d] whose id is r. The places of each id are listed
// in order first, and so the order of each sum is fixed. Ids out of range are left out: take_rows reports them as well.
#include "fault.cuh"
#include "fold.cuh"
#include "packs.cuh"

constexpr int OWNED = 32; // ids of a block that lists places, a lane for each
constexpr int MOST_WARPS = 32;

// Each warp takes a run of the ids, twice: to count, and to write the places of the block's ids behind those before them.
// begins [n + 1]: where in `places` [m] each id's are.
__device__ void list(const int *ids, int *begins, int *places, int n, int m, Fault *fault, int operation) {
  __shared__ int next[MOST_WARPS][OWNED]; // counts, then where each warp writes next
  __shared__ int totals[OWNED];
  int lane = AcrossWarp::lane(), warp = (int)threadIdx.x / 32, warps = (int)blockDim.x / 32, first = (int)blockIdx.x * OWNED;
  int run = (m + 32 * warps - 1) / (32 * warps) * 32;
  int from = warp * (long long)run < m ? warp * run : m, to = m - from < run ? m : from + run;
  next[warp][lane] = 0;
  __syncwarp();
  int before = 0; // ids below the block's
  for (int i = from + lane; i < to; i += 32) {
    int id = ids[i];
    if (blockIdx.x == 0) in_range(fault, operation, id, n, i);
    before += id >= 0 && id < first;
    if (id >= first && id < first + OWNED && id < n) atomicAdd(&next[warp][id - first], 1);
  }
  before = AcrossBlock::fold<Sum>(before);
  if (warp == 0) {
    int total = 0;
    for (int w = 0; w < warps; w++) total += next[w][lane];
    totals[lane] = total;
    __syncwarp();
    int begin = before;
    for (int r = 0; r < lane; r++) begin += totals[r];
    if (first + lane < n) begins[first + lane] = begin;
    if (first + lane == n - 1) begins[n] = begin + total;
    for (int w = 0; w < warps; w++) {
      int count = next[w][lane];
      next[w][lane] = begin;
      begin += count;
    }
  }
  __syncthreads();
  for (int base = from; base < to; base += 32) {
    int id = base + lane < to ? ids[base + lane] : -1, rank = 0, count = 0;
    bool mine = id >= first && id < first + OWNED && id < n;
    for (unsigned left = __ballot_sync(0xffffffffu, mine); left; left &= left - 1) { // mostly there are none
      int other = __ffs((int)left) - 1, theirs = __shfl_sync(0xffffffffu, id, other);
      rank += theirs == id && other < lane;
      count += theirs == id;
    }
    if (mine) places[next[warp][id - first] + rank] = base + lane;
    __syncwarp();
    if (mine && rank == 0) next[warp][id - first] += count;
    __syncwarp();
  }
}

// What a thread sums of each row: a pack of neighbours, or an element.
template <class E> struct Neighbours {
  typedef float Real;
  static constexpr int SIZE = Lanes<E>::SIZE;
  Lanes<E> lanes = {};
  __device__ void add(Cells<E> x, long long at) {
    Lanes<E> more = load(x.data + at);
    for (int i = 0; i < SIZE; i++) lanes.x[i] += more.x[i];
  }
  __device__ Real &operator[](int i) { return lanes.x[i]; }
  __device__ void write(Cells<E> y, long long at) const { store(y.data + at, lanes); }
};
template <class E> struct Single {
  typedef typename Cells<E>::Real Real;
  static constexpr int SIZE = 1;
  Real x = 0;
  __device__ void add(Cells<E> from, long long at) { x += from.get(at); }
  __device__ Real &operator[](int) { return x; }
  __device__ void write(Cells<E> y, long long at) const { y.set(at, x); }
};

constexpr int WIDTH = 128, LINES = 4; // threads along a row; and along the places of an id that has many
constexpr int FEW = 16;

template <class E, class Part> __device__ void add_rows(Cells<E> x, const int *begins, const int *places, Cells<E> y, int d) {
  __shared__ typename Part::Real parts[LINES][Part::SIZE][WIDTH];
  int begin = begins[blockIdx.x], count = begins[blockIdx.x + 1] - begin, line = (int)threadIdx.y;
  int column = (int)(blockIdx.y * WIDTH + threadIdx.x) * Part::SIZE, each = count <= FEW ? count : (count + LINES - 1) / LINES;
  int from = line * each < count ? line * each : count, to = count - from < each ? count : from + each;
  Part sum;
  if (column < d) {
#pragma unroll 4
    for (int i = from; i < to; i++) sum.add(x, (long long)places[begin + i] * d + column);
  }
  if (count > FEW) {
    for (int i = 0; i < Part::SIZE; i++) parts[line][i][threadIdx.x] = sum[i];
    __syncthreads();
    for (int l = 1; l < LINES && line == 0; l++) {
      for (int i = 0; i < Part::SIZE; i++) sum[i] += parts[l][i][threadIdx.x];
    }
  }
  if (line == 0 && column < d) sum.write(y, (long long)blockIdx.x * d + column);
}

KERNEL(list_places)(const void *ids, void *begins, void *places, int n, int m, void *fault, int operation) {
  list((const int *)ids, (int *)begins, (int *)places, n, m, (Fault *)fault, operation);
}

#define ENTRY(E, suffix, Part)                                                                   \
  KERNEL(add_rows_##suffix)(const void *x, const void *begins, const void *places, void *y, int type, int d) { \
    add_rows<E, Part<E>>(Cells<E>(x, type), (const int *)begins, (const int *)places, Cells<E>(y, type), d); \
  }
ENTRY(float, f32, Single)
ENTRY(bf16, bf16, Single)
ENTRY(varied, any, Single)
ENTRY(float, packs_f32, Neighbours)
ENTRY(bf16, packs_bf16, Neighbours)
