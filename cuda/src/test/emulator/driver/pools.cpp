// The pool of stream-ordered memory, which here keeps nothing, and host memory that stays where it is.
#include <cstdlib>

#include "state.h"

struct CUmemPoolHandle_st {
  uint64_t threshold = 0;
};

static CUmemPoolHandle_st pool;

CUEMU_API cuDeviceGetDefaultMemPool(CUmemoryPool *out, CUdevice) {
  CUEMU_READY();
  *out = &pool;
  return CUDA_SUCCESS;
}

CUEMU_API cuMemPoolSetAttribute(CUmemoryPool on, CUmemPool_attribute attribute, void *value) {
  CUEMU_READY();
  if (on != &pool) return CUDA_ERROR_INVALID_HANDLE;
  if (attribute != CU_MEMPOOL_ATTR_RELEASE_THRESHOLD) return CUDA_ERROR_INVALID_VALUE;
  pool.threshold = *(uint64_t *)value;
  return CUDA_SUCCESS;
}

CUEMU_API cuMemPoolGetAttribute(CUmemoryPool on, CUmemPool_attribute attribute, void *value) {
  CUEMU_READY();
  if (on != &pool) return CUDA_ERROR_INVALID_HANDLE;
  switch (attribute) {
    case CU_MEMPOOL_ATTR_RELEASE_THRESHOLD: *(uint64_t *)value = pool.threshold; break;
    case CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT: *(uint64_t *)value = cuemu::used_bytes(); break;
    default: return CUDA_ERROR_INVALID_VALUE;
  }
  return CUDA_SUCCESS;
}

CUEMU_API cuMemPoolTrimTo(CUmemoryPool on, size_t) {
  CUEMU_READY();
  return on == &pool ? CUDA_SUCCESS : CUDA_ERROR_INVALID_HANDLE;
}

CUEMU_API cuMemAllocHost_v2(void **memory, size_t bytes) {
  CUEMU_READY();
  *memory = aligned_alloc(4096, (bytes + 4095) & ~(size_t)4095);
  return *memory ? CUDA_SUCCESS : CUDA_ERROR_OUT_OF_MEMORY;
}

CUEMU_API cuMemFreeHost(void *memory) {
  CUEMU_READY();
  CUEMU_TRY(cuemu::drain_all()); // copies may still use it
  free(memory);
  return CUDA_SUCCESS;
}
