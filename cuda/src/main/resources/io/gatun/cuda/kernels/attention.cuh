// What attention and its gradients share: scores, what hides keys, and tiles of rows in shared memory.
#pragma once
#include "cells.cuh"
#include "fold.cuh"
#include "philox.cuh"

// What io.gatun.cuda.CudaAttentions writes: extents, strides of operands, and how queries attend.
struct Form {
  int batch, queries, keys, heads, width, depth;
  int causal, dropped;
  int bias_batch, bias_heads; // extents of the bias, 1 where it is broadcast; 0 if there is none
  long long q[4], k[4], v[4]; // [batch, time, head, channel]
  long long pitch; // random numbers for a row of keys
  RandomStream stream;
  double scale, kept; // the factor of the products, and that of probabilities which are not dropped
};

// A block has 4 warps: each owns a row (a query, or a key), and all go over the rows of the other side in tiles of 32.
constexpr int OWN = 4, TILE = 32;

// The rows that a block owns: up to `own` of those of one batch row and head, where heads follow one another within a batch row.
struct Place {
  int b, h, first;

  __device__ Place(int rows, int own, int heads) {
    int tiles = (rows + own - 1) / own, unit = (int)(blockIdx.x / tiles);
    b = unit / heads;
    h = unit % heads;
    first = (int)(blockIdx.x % tiles) * own;
  }
};

// Hands out shared memory.
template <class T> struct Shared {
  T *next;
  __device__ T *take(int elements) {
    T *taken = next;
    next += elements;
    return taken;
  }
};

// Rows of [batch, time, heads, channels] of one batch row and head.
template <class E> struct Rows {
  typedef typename Cells<E>::Real T;
  Cells<E> x;
  long long first, stride, step;
  int channels;

  __device__ Rows(Cells<E> x, const long long (&strides)[4], int b, int h, int channels)
      : x(x), first(b * strides[0] + h * strides[2]), stride(strides[1]), step(strides[3]), channels(channels) {}

  // Of a contiguous result or gradient with so many heads at each of `time` positions.
  static __device__ Rows packed(Cells<E> x, int time, int heads, int b, int h, int channels) {
    long long row = (long long)heads * channels, strides[4] = {time * row, row, channels, 1};
    return Rows(x, strides, b, h, channels);
  }

  __device__ T get(int row, int c) const { return x.get(first + row * stride + c * step); }
  __device__ void set(int row, int c, T value) const { x.set(first + row * stride + c * step, value); }

  // Copies one row, by the lanes of a warp.
  __device__ void copy(int row, T *to) const {
    for (int c = AcrossWarp::lane(); c < channels; c += 32) to[c] = get(row, c);
  }
  // Copies 32 rows, by all threads; those from `end` on, which may hold anything, become 0.
  __device__ void tile(int from, int end, T *to) const {
    for (int k = (int)threadIdx.x; k < TILE * channels; k += (int)blockDim.x) {
      int row = k / channels, c = k % channels;
      to[row * (channels + 1) + c] = from + row < end ? get(from + row, c) : T(0);
    }
  }
};

template <class T> __device__ T dot(const T *a, const T *b, int n) {
  T sum = 0;
  for (int i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

// Scores of one batch row and head, from the dot products of queries and keys.
template <class E> struct Scores {
  typedef typename Cells<E>::Real T;
  const Form &form;
  Cells<E> bias;
  int b, h, length; // the keys that are not behind the end

  __device__ Scores(const Form &form, Cells<E> bias, const int *lengths, int b, int h) : form(form), bias(bias), b(b), h(h) {
    length = lengths && lengths[b] < form.keys ? lengths[b] : form.keys;
  }
  __device__ bool sees(int i, int j) const { return j < length && (!form.causal || j <= i); }
  __device__ long long row(int i) const { return ((long long)b * form.heads + h) * form.queries + i; }
  __device__ long long bias_at(int i, int j) const {
    int batch = form.bias_batch == 1 ? 0 : b, head = form.bias_heads == 1 ? 0 : h;
    return (((long long)batch * form.bias_heads + head) * form.queries + i) * form.keys + j;
  }
  __device__ T score(int i, int j, T product) const {
    return T(form.scale) * product + (form.bias_batch ? bias.get(bias_at(i, j)) : T(0));
  }
  // What dropout multiplies a probability by.
  __device__ T factor(int i, int j) const {
    if (!form.dropped) return T(1);
    long long element = row(i) * form.pitch + j;
    return drops(philox(form.stream, element / 8), (int)(element % 8), form.dropped) ? T(0) : T(form.kept);
  }
};
