/* A stand-in for libcuda.so.1 with two devices: the signatures are those of cuda.h 13.0. -DSTATUS=100 makes cuInit fail. */
#include <stddef.h>
#include <stdio.h>
#ifndef STATUS
#define STATUS 0
#endif
typedef int CUresult;
typedef int CUdevice;
CUresult cuInit(unsigned int flags) { return flags == 0 ? STATUS : 1; }
CUresult cuDriverGetVersion(int *version) { *version = 12040; return 0; }
CUresult cuDeviceGetCount(int *count) { *count = 2; return 0; }
CUresult cuDeviceGet(CUdevice *device, int ordinal) { *device = ordinal + 40; return 0; }
CUresult cuDeviceGetName(char *name, int length, CUdevice device) { snprintf(name, length, "Stand-in %d", device); return 0; }
CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) { *bytes = (size_t)device << 32; return 0; }
CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device) {
  (void)device;
  *value = attribute == 16 ? 132 : attribute == 75 ? 9 : attribute == 76 ? 0 : -1;
  return 0;
}
CUresult cuGetErrorName(CUresult error, const char **name) { *name = error == 100 ? "CUDA_ERROR_NO_DEVICE" : NULL; return 0; }
CUresult cuGetErrorString(CUresult error, const char **text) {
  *text = error == 100 ? "no CUDA-capable device is detected" : NULL;
  return 0;
}
