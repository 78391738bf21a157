// Device memory is host memory between two red zones, whose pattern is checked whenever a kernel has run and when it is freed.
#include <cstdlib>
#include <cstring>

#include "state.h"

namespace {

constexpr size_t ZONE = 512;
constexpr size_t TOTAL = (size_t)4 << 30;

// What red zones hold: of floats a signalling NaN, so that what a read beyond a buffer makes of a result is seen; and what such a
// result is when written beyond a buffer, a quiet NaN, is seen too.
const char *pattern(const char *at) {
  static const std::string text = [] {
    std::string bytes;
    while (bytes.size() < 4 * ZONE) bytes += "\xA5\xFF";
    return bytes;
  }();
  return text.data() + ((uintptr_t)at & 1);
}

struct Allocation {
  char *base;
  size_t bytes;

  char *start() const { return base + ZONE; }
  char *end() const { return start() + bytes; }
  // rounded up, so that the zone after it begins at the very next byte and ends on a boundary
  char *limit() const { return base + ((bytes + ZONE - 1) & ~(ZONE - 1)) + 2 * ZONE; }

  void paint() const {
    cuemu::allow(base, limit());
    memcpy(base, pattern(base), ZONE);
    memcpy(end(), pattern(end()), (size_t)(limit() - end()));
    cuemu::forbid(base, start());
    cuemu::forbid(end(), limit());
  }
};

std::map<CUdeviceptr, Allocation> allocations; // by address
size_t used = 0;

CUresult allocate(CUdeviceptr *address, size_t bytes) {
  if (!bytes) return CUDA_ERROR_INVALID_VALUE;
  if (bytes > TOTAL - used) {
    cuemu::explain("out of memory: %zu of %zu bytes are free", TOTAL - used, TOTAL);
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  size_t whole = ((bytes + ZONE - 1) & ~(ZONE - 1)) + 2 * ZONE;
  Allocation allocation{(char *)aligned_alloc(ZONE, whole), bytes};
  if (!allocation.base) return CUDA_ERROR_OUT_OF_MEMORY;
  allocation.paint();
  memset(allocation.start(), 0xFF, bytes); // fresh memory reads as NaN
  *address = (CUdeviceptr)allocation.start();
  allocations[*address] = allocation;
  used += bytes;
  return CUDA_SUCCESS;
}

// Whether bytes are all of the pattern: a look at each would take longer than most kernels.
bool painted(const char *from, const char *to) { return !memcmp(from, pattern(from), (size_t)(to - from)); }

bool intact(const Allocation &a, const char *when) {
  if (cuemu::sanitized()) return true; // which has seen every write itself
  if (painted(a.base, a.start()) && painted(a.end(), a.limit())) return true;
  for (char *p = a.base; p < a.start(); p++) {
    if (*p == *pattern(p)) continue;
    cuemu::explain("%s: a write %zu bytes before the start of a buffer of %zu bytes", when, (size_t)(a.start() - p), a.bytes);
    return false;
  }
  for (char *p = a.end(); p < a.limit(); p++) {
    if (*p == *pattern(p)) continue;
    cuemu::explain("%s: a write %zu bytes past the end of a buffer of %zu bytes", when, (size_t)(p - a.end()), a.bytes);
    return false;
  }
  return true;
}

CUresult release(CUdeviceptr address) {
  auto found = allocations.find(address);
  if (found == allocations.end()) {
    cuemu::explain("no buffer of the device begins at this address");
    return CUDA_ERROR_INVALID_VALUE;
  }
  bool whole = intact(found->second, "when it was freed");
  used -= found->second.bytes;
  cuemu::allow(found->second.base, found->second.limit());
  free(found->second.base);
  allocations.erase(found);
  if (!whole) cuemu::failure = CUDA_ERROR_ILLEGAL_ADDRESS;
  return whole ? CUDA_SUCCESS : CUDA_ERROR_ILLEGAL_ADDRESS;
}

enum Kind { HOST_TO_DEVICE, DEVICE_TO_HOST, DEVICE_TO_DEVICE };

CUresult copy(void *to, const void *from, size_t bytes, Kind kind, CUstream stream) {
  bool inside = (kind == DEVICE_TO_HOST || cuemu::in_device_memory((CUdeviceptr)to, bytes))
      && (kind == HOST_TO_DEVICE || cuemu::in_device_memory((CUdeviceptr)from, bytes));
  if (!inside) {
    cuemu::explain("a copy of %zu bytes that does not lie in one buffer of the device", bytes);
    return CUDA_ERROR_INVALID_VALUE;
  }
  return cuemu::enqueue(stream, [=] {
    memcpy(to, from, bytes);
    return CUDA_SUCCESS;
  });
}

CUresult copy_now(void *to, const void *from, size_t bytes, Kind kind) {
  CUEMU_READY();
  CUEMU_TRY(cuemu::refuse_while_capturing());
  CUEMU_TRY(copy(to, from, bytes, kind, nullptr));
  return cuemu::drain(&cuemu::null_stream);
}

CUresult copy_later(void *to, const void *from, size_t bytes, Kind kind, CUstream stream) {
  CUEMU_READY();
  return copy(to, from, bytes, kind, stream);
}

template <class T> CUresult fill(CUdeviceptr address, T value, size_t count, CUstream stream) {
  CUEMU_READY();
  if (address % sizeof(T) || !cuemu::in_device_memory(address, count * sizeof(T))) {
    cuemu::explain("a fill of %zu bytes that does not lie in one buffer of the device", count * sizeof(T));
    return CUDA_ERROR_INVALID_VALUE;
  }
  return cuemu::enqueue(stream, [=] {
    for (size_t i = 0; i < count; i++) ((T *)address)[i] = value;
    return CUDA_SUCCESS;
  });
}

} // namespace

namespace cuemu {

bool in_device_memory(CUdeviceptr address, size_t bytes) {
  auto after = allocations.upper_bound(address);
  if (after == allocations.begin()) return false;
  const Allocation &allocation = std::prev(after)->second;
  return (char *)address + bytes <= allocation.end();
}

CUresult check_red_zones(const char *when) {
  for (auto &entry : allocations) {
    if (!intact(entry.second, when)) return CUDA_ERROR_ILLEGAL_ADDRESS;
  }
  return CUDA_SUCCESS;
}

size_t used_bytes() { return used; }

void repaint_red_zones() {
  for (auto &entry : allocations) entry.second.paint();
}

} // namespace cuemu

CUEMU_API cuDeviceTotalMem_v2(size_t *bytes, CUdevice) {
  *bytes = TOTAL;
  return CUDA_SUCCESS;
}

CUEMU_API cuMemGetInfo_v2(size_t *free, size_t *total) {
  CUEMU_READY();
  *free = TOTAL - used;
  *total = TOTAL;
  return CUDA_SUCCESS;
}

CUEMU_API cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
  CUEMU_READY();
  CUEMU_TRY(cuemu::refuse_while_capturing());
  return allocate(address, bytes);
}

CUEMU_API cuMemFree_v2(CUdeviceptr address) {
  CUEMU_READY();
  CUEMU_TRY(cuemu::refuse_while_capturing());
  if (!address) return CUDA_SUCCESS;
  CUEMU_TRY(cuemu::drain_all());
  return release(address);
}

CUEMU_API cuMemAllocAsync(CUdeviceptr *address, size_t bytes, CUstream stream) {
  CUEMU_READY();
  CUstream on = cuemu::resolve(stream);
  if (!on) return CUDA_ERROR_INVALID_HANDLE;
  if (on->capture) return cuemu::refuse_while_capturing(); // a driver would give the graph memory of its own
  return allocate(address, bytes);
}

CUEMU_API cuMemFreeAsync(CUdeviceptr address, CUstream stream) {
  CUEMU_READY();
  CUstream on = cuemu::resolve(stream);
  if (!on) return CUDA_ERROR_INVALID_HANDLE;
  if (!allocations.count(address)) return CUDA_ERROR_INVALID_VALUE;
  if (on->capture) return cuemu::refuse_while_capturing();
  return cuemu::enqueue(stream, [=] { return release(address); });
}

CUEMU_API cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
  return copy_now((void *)to, from, bytes, HOST_TO_DEVICE);
}

CUEMU_API cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t bytes) {
  return copy_now(to, (void *)from, bytes, DEVICE_TO_HOST);
}

CUEMU_API cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
  return copy_now((void *)to, (void *)from, bytes, DEVICE_TO_DEVICE);
}

CUEMU_API cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
  return copy_later((void *)to, from, bytes, HOST_TO_DEVICE, stream);
}

CUEMU_API cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
  return copy_later(to, (void *)from, bytes, DEVICE_TO_HOST, stream);
}

CUEMU_API cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
  return copy_later((void *)to, (void *)from, bytes, DEVICE_TO_DEVICE, stream);
}

CUEMU_API cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t count, CUstream stream) {
  return fill(address, value, count, stream);
}

CUEMU_API cuMemsetD32Async(CUdeviceptr address, unsigned value, size_t count, CUstream stream) {
  return fill(address, value, count, stream);
}
