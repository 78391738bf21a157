// Positions that several views of one shape share, in row-major order, and where each view has them.
#pragma once

// What io.gatun.cuda.Walk writes: axes, outermost first, neighbours merged where every view allows.
struct Walk {
  static constexpr int AXES = 6, VIEWS = 4;
  long long size;
  long long rank; // at least 1
  long long together; // so many neighbours are a pack in every view, or one element for all of them; what is left over, or 1: not
  long long extents[AXES];
  long long strides[VIEWS][AXES];

  // Whether the first so many views lie side by side in memory.
  __device__ bool contiguous(int views) const {
    bool all = rank == 1;
    for (int v = 0; v < views; v++) all = all && (strides[v][0] == 1 || size == 1);
    return all;
  }

  // Writes where position i lies in the first V views.
  template <int V> __device__ void locate(long long i, long long (&at)[V]) const {
    for (int v = 0; v < V; v++) at[v] = 0;
    for (int axis = (int)rank - 1; axis > 0; axis--) {
      long long rest = divided(i, extents[axis]), place = i - rest * extents[axis];
      for (int v = 0; v < V; v++) at[v] += place * strides[v][axis];
      i = rest;
    }
    for (int v = 0; v < V; v++) at[v] += i * strides[v][0];
  }

private:
  // A division of 64 bits takes a GPU some five times as long as one of 32.
  __device__ long long divided(long long i, long long by) const { return size <= 0x7fffffff ? (unsigned)i / (unsigned)by : i / by; }
};
