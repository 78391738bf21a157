// The driver's start, its one device, the primary context, and the words for its codes.
#include <cstdarg>
#include <cstdio>

#include "state.h"

struct CUctx_st {
  int references = 0;
};

namespace cuemu {

std::recursive_mutex mutex;
CUresult failure = CUDA_SUCCESS;

static bool started = false;
static CUctx_st primary;
static thread_local CUcontext current = nullptr;
static std::string words;

void explain(const char *format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  words = text;
}

const std::string &explanation() { return words; }

void forget_explanation() { words.clear(); }

CUresult ready() {
  if (!started) return CUDA_ERROR_NOT_INITIALIZED;
  if (!current || !primary.references) return CUDA_ERROR_INVALID_CONTEXT;
  return failure;
}

} // namespace cuemu

using namespace cuemu;

CUEMU_API cuInit(unsigned flags) {
  Lock lock(cuemu::mutex);
  if (flags) return CUDA_ERROR_INVALID_VALUE;
  started = true;
  return CUDA_SUCCESS;
}

CUEMU_API cuDriverGetVersion(int *version) {
  *version = 13000;
  return CUDA_SUCCESS;
}

CUEMU_API cuDeviceGetCount(int *count) {
  if (!started) return CUDA_ERROR_NOT_INITIALIZED;
  *count = 1;
  return CUDA_SUCCESS;
}

CUEMU_API cuDeviceGet(CUdevice *device, int ordinal) {
  if (!started) return CUDA_ERROR_NOT_INITIALIZED;
  if (ordinal != 0) return CUDA_ERROR_INVALID_DEVICE;
  *device = 0;
  return CUDA_SUCCESS;
}

CUEMU_API cuDeviceGetName(char *name, int length, CUdevice) {
  snprintf(name, (size_t)length, "emulated on the CPU");
  return CUDA_SUCCESS;
}

CUEMU_API cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice) {
  switch (attribute) {
    case CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *value = 1024; break;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK: *value = 48 * 1024; break;
    case CU_DEVICE_ATTRIBUTE_WARP_SIZE: *value = 32; break;
    case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT: *value = 4; break;
    case CU_DEVICE_ATTRIBUTE_UNIFIED_ADDRESSING: *value = 1; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR: *value = 9; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR: *value = 0; break;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: *value = MAX_SHARED; break;
    case CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED: *value = 1; break;
    default:
      explain("device attribute %d is not emulated", attribute);
      return CUDA_ERROR_INVALID_VALUE;
  }
  return CUDA_SUCCESS;
}

CUEMU_API cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice) {
  Lock lock(cuemu::mutex);
  if (!started) return CUDA_ERROR_NOT_INITIALIZED;
  primary.references++;
  *context = &primary;
  return CUDA_SUCCESS;
}

CUEMU_API cuDevicePrimaryCtxRelease_v2(CUdevice) {
  Lock lock(cuemu::mutex);
  if (!primary.references) return CUDA_ERROR_INVALID_CONTEXT;
  primary.references--;
  return CUDA_SUCCESS;
}

CUEMU_API cuCtxSetCurrent(CUcontext context) {
  if (context && context != &primary) return CUDA_ERROR_INVALID_CONTEXT;
  current = context;
  return CUDA_SUCCESS;
}

CUEMU_API cuCtxGetCurrent(CUcontext *context) {
  *context = current;
  return CUDA_SUCCESS;
}

CUEMU_API cuCtxSynchronize(void) {
  CUEMU_READY();
  CUEMU_TRY(refuse_while_capturing());
  return drain_all();
}

CUEMU_API cuGetErrorName(CUresult error, const char **name) {
  static const std::map<int, const char *> names{
#define NAME(code) {code, #code}
      NAME(CUDA_ERROR_INVALID_VALUE), NAME(CUDA_ERROR_OUT_OF_MEMORY), NAME(CUDA_ERROR_NOT_INITIALIZED),
      NAME(CUDA_ERROR_INVALID_DEVICE), NAME(CUDA_ERROR_INVALID_IMAGE), NAME(CUDA_ERROR_INVALID_CONTEXT),
      NAME(CUDA_ERROR_INVALID_HANDLE), NAME(CUDA_ERROR_ILLEGAL_STATE), NAME(CUDA_ERROR_NOT_FOUND),
      NAME(CUDA_ERROR_NOT_READY), NAME(CUDA_ERROR_ILLEGAL_ADDRESS), NAME(CUDA_ERROR_LAUNCH_FAILED),
      NAME(CUDA_ERROR_NOT_SUPPORTED), NAME(CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED), NAME(CUDA_ERROR_STREAM_CAPTURE_INVALIDATED),
      NAME(CUDA_ERROR_STREAM_CAPTURE_MERGE), NAME(CUDA_ERROR_STREAM_CAPTURE_UNMATCHED),
      NAME(CUDA_ERROR_STREAM_CAPTURE_UNJOINED), NAME(CUDA_ERROR_STREAM_CAPTURE_ISOLATION),
      NAME(CUDA_ERROR_STREAM_CAPTURE_IMPLICIT), NAME(CUDA_ERROR_CAPTURED_EVENT)};
#undef NAME
  auto found = names.find(error);
  *name = found == names.end() ? nullptr : found->second;
  return *name ? CUDA_SUCCESS : CUDA_ERROR_INVALID_VALUE;
}

// A real driver says little here; this one says what happened, which is the point of running on it.
CUEMU_API cuGetErrorString(CUresult error, const char **text) {
  static thread_local std::string kept;
  Lock lock(cuemu::mutex);
  const char *name;
  if (explanation().empty()) {
    CUresult status = cuGetErrorName(error, &name);
    *text = name;
    return status;
  }
  kept = explanation();
  if (!failure) forget_explanation(); // that of a failed device stays, as its error does
  *text = kept.c_str();
  return CUDA_SUCCESS;
}

// Not part of CUDA: makes the device usable again after a planted fault, so that one process can test many.
CUEMU_API cuemuReset(void) {
  Lock lock(cuemu::mutex);
  drain_all();
  repaint_red_zones();
  failure = CUDA_SUCCESS;
  forget_explanation();
  return CUDA_SUCCESS;
}
