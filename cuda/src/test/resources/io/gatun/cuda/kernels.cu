// Kernels that the tests run on the emulated device, some of them wrong on purpose.

// A block's sum of `v`, in every thread: first within warps, then over their sums.
static __device__ float block_sum(float v) {
  __shared__ float sums[32];
  int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, warps = blockDim.x >> 5;
  for (int i = 16; i > 0; i >>= 1) v += __shfl_xor_sync(0xffffffffu, v, i);
  __syncthreads(); // the sums of an earlier call have been read
  if (lane == 0) sums[warp] = v;
  __syncthreads();
  v = lane < warps ? sums[lane] : 0.0f;
  for (int i = 16; i > 0; i >>= 1) v += __shfl_xor_sync(0xffffffffu, v, i);
  return v;
}

// y = x / sqrt(mean(x * x) + eps) * w, one row of n elements per block
extern "C" __global__ void rms_norm(float *y, const float *x, const float *w, int n, float eps) {
  const float *row = x + (long long)blockIdx.x * n;
  float sum = 0.0f;
  for (int i = threadIdx.x; i < n; i += blockDim.x) sum += row[i] * row[i];
  float scale = rsqrtf(block_sum(sum) / n + eps);
  for (int i = threadIdx.x; i < n; i += blockDim.x) y[(long long)blockIdx.x * n + i] = row[i] * scale * w[i];
}

extern "C" __global__ void add(float *y, const float *x, float value, long long n) {
  long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) y[i] = x[i] + value;
}

// y[b] = the block's x in reverse, through dynamic shared memory of one float per thread
extern "C" __global__ void reverse(float *y, const float *x) {
  extern __shared__ float values[];
  int at = blockIdx.x * blockDim.x;
  values[threadIdx.x] = x[at + threadIdx.x];
  __syncthreads();
  y[at + threadIdx.x] = values[blockDim.x - 1 - threadIdx.x];
}

// the same, wrong: it reads what another thread may not have written yet
extern "C" __global__ void reverse_without_barrier(float *y, const float *x) {
  extern __shared__ float values[];
  int at = blockIdx.x * blockDim.x;
  values[threadIdx.x] = x[at + threadIdx.x];
  y[at + threadIdx.x] = values[blockDim.x - 1 - threadIdx.x];
}

// counts[x[i]] += 1
extern "C" __global__ void histogram(int *counts, const int *x, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) atomicAdd(&counts[x[i]], 1);
}

// wrong: <= where < is meant
extern "C" __global__ void fill_too_far(float *y, float value, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i <= n) y[i] = value;
}

// wrong: half of the block does not come to the barrier
extern "C" __global__ void barrier_for_some() {
  if (threadIdx.x < blockDim.x / 2) __syncthreads();
}
