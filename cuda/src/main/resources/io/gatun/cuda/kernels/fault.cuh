// What kernels say when an index is out of range: the host reads it when it next waits for the device.
#pragma once

struct Fault {
  int operation; // 0 as long as there is none; then the operation's number
  int index;
  int extent;
  int unused;
  long long position;
};

// Returns whether an index is in range; keeps the first that is found not to be.
__device__ inline bool in_range(Fault *fault, int operation, int index, int extent, long long position) {
  if (index >= 0 && index < extent) return true;
  if (atomicCAS(&fault->operation, 0, operation) == 0) {
    fault->index = index;
    fault->extent = extent;
    fault->position = position;
  }
  return false;
}
