// One launch over many parameters of a model: each has some of the blocks.
#pragma once

// struct P says what a kernel knows of a parameter; io.gatun.cuda.Many writes this.
template <class P> struct Many {
  static constexpr int MOST = 48; // with the largest P, below the 4096 bytes that all arguments may have together
  int count;
  int first[MOST + 1]; // block of each parameter, and where the last one's end
  P parameters[MOST];
};

// The parameter that a block belongs to, and which of its blocks it is.
struct Share {
  int parameter, block, blocks;

  template <class P> __device__ explicit Share(const Many<P> &many) {
    int low = 0, high = many.count; // the last one that begins at this block or before it: others there have none
    while (high - low > 1) {
      int middle = (low + high) / 2;
      (many.first[middle] <= (int)blockIdx.x ? low : high) = middle;
    }
    parameter = low;
    block = (int)blockIdx.x - many.first[low];
    blocks = many.first[low + 1] - many.first[low];
  }
};

// The positions of a thread among n elements that are shared by a parameter's blocks.
#define FOR_SHARE(i, share, n) \
  for (long long i = (share).block * (long long)blockDim.x + threadIdx.x; i < (n); i += (long long)(share).blocks * blockDim.x)
