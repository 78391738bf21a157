// Depthwise convolutions over time whose filters are shared by groups of channels, and their gradients: x [batch, time, channels],
// filters [heads, taps] that are the same everywhere, or [batch, time, heads, taps]. Most go by packedconvolutions.cu; here is what
// takes any type, channels and addresses.
#include "cells.cuh"
#include "fold.cuh"
#include "taps.cuh"

constexpr int RUN = 16; // positions that a block computes, one after the other

// Forward, a thread's channel reads x at t + offset; backward, the gradient of x at t comes from the outputs at t - offset.
// A block takes a run of positions of blockDim.x channels. Filters that are the same everywhere lie in shared memory if they are
// `kept` there, each thread's own column of them; others are read where they lie, by all threads of a head at once.
template <class E, bool BACKWARD> __device__ void convolve(Cells<E> x, Cells<E> w, Cells<E> y, int kept, const Taps &at) {
  typedef typename Cells<E>::Real T;
  extern __shared__ __align__(16) unsigned char shared[];
  T *filters = (T *)shared;
  int c = (int)(blockIdx.y * blockDim.x + threadIdx.x), runs = (at.time + RUN - 1) / RUN;
  int row = (int)(blockIdx.x / runs), first = (int)(blockIdx.x % runs) * RUN;
  if (c >= at.channels) return; // threads do not wait for each other
  int head = at.head(c), width = (int)blockDim.x, lane = (int)threadIdx.x;
  for (int j = 0; j < at.taps && kept; j++) filters[j * width + lane] = w.get((long long)head * at.taps + j);
  for (int t = first; t < first + RUN && t < at.time; t++) {
    T sum = 0;
    for (int j = 0; j < at.taps; j++) {
      int s = BACKWARD ? t - at.offset(j) : t + at.offset(j);
      if (s < 0 || s >= at.time) continue;
      long long output = (long long)row * at.time + (BACKWARD ? s : t);
      T tap = kept ? filters[j * width + lane] : w.get(((at.positioned ? output * at.heads : 0) + head) * at.taps + j);
      sum += tap * x.get(((long long)row * at.time + s) * at.channels + c);
    }
    y.set(((long long)row * at.time + t) * at.channels + c, sum);
  }
}

// Gradients of filters that each position has: a warp for each position and head.
template <class E> __device__ void positioned_gradient(Cells<E> x, Cells<E> g, Cells<E> dw, const Taps &at) {
  typedef typename Cells<E>::Real T;
  long long output = blockIdx.x;
  int t = (int)(output % at.time);
  for (int head = (int)threadIdx.x / 32; head < at.heads; head += (int)blockDim.x / 32) {
    for (int j = 0; j < at.taps; j++) {
      int s = t + at.offset(j), members = s >= 0 && s < at.time ? at.members(head) : 0;
      T sum = 0;
      for (int i = AcrossWarp::lane(); i < members; i += AcrossWarp::lanes()) {
        int c = at.channel(head, i);
        sum += x.get((output - t + s) * at.channels + c) * g.get(output * at.channels + c);
      }
      sum = AcrossWarp::fold<Sum>(sum);
      if (AcrossWarp::lane() == 0) dw.set((output * at.heads + head) * at.taps + j, sum);
    }
  }
}

// Gradients of filters that are the same everywhere, of one chunk of all positions: parts [chunks, heads, taps]. A block takes
// the head blockIdx.y, a tap at a time; the chunks' sums are folded by reductions.cu.
template <class E, class R>
__device__ void shared_gradient(Cells<E> x, Cells<E> g, Cells<R> parts, int chunk, const Taps &at) {
  typedef typename Cells<E>::Real T;
  int head = (int)blockIdx.y, members = at.members(head);
  long long from = blockIdx.x * (long long)chunk, to = from + chunk, all = (long long)at.batch * at.time;
  to = to < all ? to : all;
  for (int j = 0; j < at.taps; j++) {
    T sum = 0;
    for (long long k = from * members + AcrossBlock::lane(); k < to * members; k += AcrossBlock::lanes()) {
      long long output = k / members;
      int c = at.channel(head, (int)(k % members)), t = (int)(output % at.time), s = t + at.offset(j);
      if (s >= 0 && s < at.time) sum += x.get((output - t + s) * at.channels + c) * g.get(output * at.channels + c);
    }
    sum = AcrossBlock::fold<Sum>(sum);
    if (threadIdx.x == 0) parts.set(((long long)blockIdx.x * at.heads + head) * at.taps + j, sum);
  }
}

#define ENTRY(E, suffix, R)                                                                      \
  KERNEL(convolve_##suffix)(const void *x, const void *w, void *y, int type, int kept, Taps at) { \
    convolve<E, false>(Cells<E>(x, type), Cells<E>(w, type), Cells<E>(y, type), kept, at);       \
  }                                                                                              \
  KERNEL(input_gradient_##suffix)(const void *g, const void *w, void *dx, int type, int kept, Taps at) { \
    convolve<E, true>(Cells<E>(g, type), Cells<E>(w, type), Cells<E>(dx, type), kept, at);       \
  }                                                                                              \
  KERNEL(positioned_gradient_##suffix)(const void *x, const void *g, void *dw, int type, Taps at) { \
    positioned_gradient(Cells<E>(x, type), Cells<E>(g, type), Cells<E>(dw, type), at);           \
  }                                                                                              \
  KERNEL(shared_gradient_##suffix)(                                                              \
      const void *x, const void *g, void *parts, int type, int parts_type, int chunk, Taps at) { \
    shared_gradient(Cells<E>(x, type), Cells<E>(g, type), Cells<R>(parts, parts_type), chunk, at); \
  }
ENTRY(float, f32, float)
ENTRY(bf16, bf16, float)
ENTRY(varied, any, varied)
