// How the taps of a depthwise convolution lie, and its extents.
#pragma once

// What io.gatun.cuda.Filters writes: how taps lie (io.gatun.tensor.Taps) and the extents.
struct Taps {
  int dilation, left, interleaved, positioned; // `positioned`: each position has filters of its own
  int batch, time, channels, heads, taps;

  __device__ int head(int channel) const {
    return interleaved ? channel % heads : (int)((long long)channel * heads / channels);
  }
  // How many channels a head has, and which is the i-th of them.
  __device__ int members(int head) const {
    return interleaved ? (channels - head + heads - 1) / heads : begin(head + 1) - begin(head);
  }
  __device__ int channel(int head, int i) const { return interleaved ? head + i * heads : begin(head) + i; }
  __device__ int begin(int head) const { return (int)(((long long)head * channels + heads - 1) / heads); }
  // How far from the output position tap j reads.
  __device__ int offset(int j) const { return j * dilation - left; }
};
