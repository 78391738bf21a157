// The convolutions of convolutions.cu where channels are whole packs of 16 bytes. A thread has a pack of channels. What its taps
// read, other threads of the block read for their own positions at about the same time: it comes from memory once, and then from
// the first level of the cache.
#include "fold.cuh"
#include "packs.cuh"
#include "taps.cuh"

constexpr int EACH = 4; // neighbouring positions that a thread computes together, with one look at the filters
constexpr int LINES = 8, PACKS = 32; // threads of a block: along positions, and along channels

// The channels of the block, and the pack of the thread.
template <class E> struct Share {
  static constexpr int SIZE = Lanes<E>::SIZE, WIDTH = PACKS * SIZE;
  int block, mine;
  bool any;
  __device__ Share(const Taps &at) : block((int)blockIdx.y * WIDTH), mine(block + (int)threadIdx.x * SIZE), any(mine < at.channels) {}
};

__device__ inline int thread_of_block() { return (int)(threadIdx.y * PACKS + threadIdx.x); }

// Forward, the result at t reads x at t + offset; backward, the gradient of x at t comes from the results at t - offset. A block
// takes a run of positions. Filters that are the same everywhere lie in shared memory, [taps, channels of the block]; where each
// position has its own, all channels of a pack have one head.
template <class E, bool BACKWARD, bool POSITIONED> __device__ void convolve(const E *x, Cells<E> w, E *y, int run, const Taps &at) {
  typedef Share<E> S;
  extern __shared__ __align__(16) unsigned char shared[];
  float *filters = (float *)shared;
  S share(at);
  if (!POSITIONED) {
    for (int k = thread_of_block(); k < at.taps * S::WIDTH; k += PACKS * LINES) {
      int channel = share.block + k % S::WIDTH;
      filters[k] = channel < at.channels ? w.get((long long)at.head(channel) * at.taps + k / S::WIDTH) : 0;
    }
    __syncthreads();
  }
  if (!share.any) return;
  int runs = (at.time + run - 1) / run, first = (int)(blockIdx.x % runs) * run, end = first + run < at.time ? first + run : at.time;
  long long row = (long long)(blockIdx.x / runs) * at.time, stride = (long long)at.heads * at.taps;
  x += row * at.channels + share.mine;
  y += row * at.channels + share.mine;
  long long own = POSITIONED ? row * stride + at.head(share.mine) * at.taps : 0; // the filter of the row's first position
  for (int t = first + (int)threadIdx.y * EACH; t < end; t += LINES * EACH) {
    Lanes<E> sums[EACH] = {};
    for (int j = 0; j < at.taps; j++) {
      float filter[S::SIZE];
      for (int i = 0; i < S::SIZE && !POSITIONED; i += Pack<float>::SIZE) {
        Lanes<float> four = load(filters + j * S::WIDTH + threadIdx.x * S::SIZE + i);
        for (int f = 0; f < Pack<float>::SIZE; f++) filter[i + f] = four.x[f];
      }
#pragma unroll
      for (int p = 0; p < EACH; p++) {
        int s = BACKWARD ? t + p - at.offset(j) : t + p + at.offset(j);
        if (s < 0 || s >= at.time || t + p >= end) continue;
        Lanes<E> in = load(x + (long long)s * at.channels);
        float tap = POSITIONED ? w.get(own + (BACKWARD ? s : t + p) * stride + j) : 0;
        for (int i = 0; i < S::SIZE; i++) sums[p].x[i] += (POSITIONED ? tap : filter[i]) * in.x[i];
      }
    }
#pragma unroll
    for (int p = 0; p < EACH; p++) {
      if (t + p < end) store(y + (long long)(t + p) * at.channels, sums[p]);
    }
  }
}

// Gradients of filters that each position has: the lanes that share a head add up, `packs` of them, a power of two.
template <class E> __device__ void positioned_gradient(const E *x, const E *g, Cells<E> dw, int packs, const Taps &at) {
  typedef Share<E> S;
  S share(at);
  long long output = (long long)blockIdx.x * LINES + threadIdx.y;
  if (output >= (long long)at.batch * at.time) return; // for a whole warp
  int t = (int)(output % at.time);
  long long here = output * at.channels + share.mine;
  Lanes<E> flow = {};
  if (share.any) flow = load(g + here);
#pragma unroll 4
  for (int j = 0; j < at.taps; j++) {
    int s = t + at.offset(j);
    float sum = 0;
    if (s >= 0 && s < at.time && share.any) {
      Lanes<E> in = load(x + here + (long long)at.offset(j) * at.channels);
      for (int i = 0; i < S::SIZE; i++) sum += in.x[i] * flow.x[i];
    }
    for (int by = packs / 2; by > 0; by >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, by);
    if (share.any && threadIdx.x % packs == 0) dw.set((output * at.heads + at.head(share.mine)) * at.taps + j, sum);
  }
}

constexpr int GROUP = 8; // taps whose sums a thread keeps

// Gradients of filters that are the same everywhere, for each channel, of one chunk of all positions: parts [chunks, taps,
// channels]. The chunks' sums are folded by reductions.cu, and those of a head's channels by fold_heads.
template <class E> __device__ void channel_gradient(const E *x, const E *g, float *parts, int chunk, const Taps &at) {
  typedef Share<E> S;
  __shared__ float lines[LINES][S::WIDTH];
  S share(at);
  int groups = (at.taps + GROUP - 1) / GROUP, taps = (int)(blockIdx.x % groups) * GROUP, part = (int)(blockIdx.x / groups);
  int all = at.batch * at.time, from = part * chunk, to = all - from < chunk ? all : from + chunk;
  float sums[GROUP][S::SIZE] = {};
  for (int output = from + (int)threadIdx.y; output < to && share.any; output += LINES) {
    long long here = (long long)output * at.channels + share.mine;
    int t = output % at.time;
    Lanes<E> flow = load(g + here);
#pragma unroll
    for (int j = 0; j < GROUP; j++) {
      int offset = at.offset(taps + j);
      if (taps + j >= at.taps || t + offset < 0 || t + offset >= at.time) continue;
      Lanes<E> in = load(x + here + (long long)offset * at.channels);
      for (int i = 0; i < S::SIZE; i++) sums[j][i] += in.x[i] * flow.x[i];
    }
  }
#pragma unroll
  for (int j = 0; j < GROUP; j++) {
    if (taps + j >= at.taps) break; // for all threads
    __syncthreads();
    for (int i = 0; i < S::SIZE; i++) lines[threadIdx.y][threadIdx.x * S::SIZE + i] = sums[j][i];
    __syncthreads();
    for (int k = thread_of_block(); k < S::WIDTH; k += PACKS * LINES) {
      float sum = 0;
      for (int line = 0; line < LINES; line++) sum += lines[line][k];
      if (share.block + k < at.channels) parts[((long long)part * at.taps + taps + j) * at.channels + share.block + k] = sum;
    }
  }
}

// dw [heads, taps] of sums [taps, channels]: a warp for each.
template <class E> __device__ void fold_heads(const float *sums, Cells<E> dw, const Taps &at) {
  int unit = (int)((blockIdx.x * blockDim.x + threadIdx.x) / 32), head = unit / at.taps, j = unit % at.taps;
  if (head >= at.heads) return;
  float sum = 0;
  for (int i = AcrossWarp::lane(); i < at.members(head); i += AcrossWarp::lanes()) {
    sum += sums[(long long)j * at.channels + at.channel(head, i)];
  }
  sum = AcrossWarp::fold<Sum>(sum);
  if (AcrossWarp::lane() == 0) dw.set(unit, sum);
}

#define CONVOLVE(E, name, BACKWARD, POSITIONED)                                                  \
  KERNEL(name)(const void *x, const void *w, void *y, int run, Taps at) {                        \
    convolve<E, BACKWARD, POSITIONED>((const E *)x, Cells<E>(w, 0), (E *)y, run, at);            \
  }
#define ENTRY(E, suffix)                                                                         \
  CONVOLVE(E, packed_convolve_##suffix, false, false)                                            \
  CONVOLVE(E, packed_input_gradient_##suffix, true, false)                                       \
  CONVOLVE(E, packed_positioned_convolve_##suffix, false, true)                                  \
  CONVOLVE(E, packed_positioned_input_gradient_##suffix, true, true)                             \
  KERNEL(packed_positioned_gradient_##suffix)(const void *x, const void *g, void *dw, int packs, Taps at) { \
    positioned_gradient((const E *)x, (const E *)g, Cells<E>(dw, 0), packs, at);                 \
  }                                                                                              \
  KERNEL(packed_channel_gradient_##suffix)(const void *x, const void *g, void *parts, int chunk, Taps at) { \
    channel_gradient((const E *)x, (const E *)g, (float *)parts, chunk, at);                     \
  }                                                                                              \
  KERNEL(fold_heads_##suffix)(const void *sums, void *dw, Taps at) { fold_heads((const float *)sums, Cells<E>(dw, 0), at); }
ENTRY(float, f32)
ENTRY(bf16, bf16)
