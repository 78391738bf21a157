// What all parts of the emulated driver share. Work on a stream is queued and runs only when something waits for it, so that
// a forgotten synchronisation shows as stale data every time.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cuda_api.h"

namespace cuemu {

using Work = std::function<CUresult()>;

// A block's shared memory, static and dynamic, on the least of the devices that Gatun runs on (compute capability 8.6).
constexpr int MAX_SHARED = 99 * 1024;

// The driver's one lock. Work that runs may come back to the driver, so it is recursive.
extern std::recursive_mutex mutex;
using Lock = std::lock_guard<std::recursive_mutex>;

// As with a real driver, once work on the device has failed, every later call repeats its error.
extern CUresult failure;

// Keeps words that cuGetErrorString then adds to the code's name.
void explain(const char *format, ...) __attribute__((format(printf, 1, 2)));
const std::string &explanation();
void forget_explanation();

// The state a call needs: a started driver, a current context, no earlier failure.
CUresult ready();

// memory.cpp
bool in_device_memory(CUdeviceptr address, size_t bytes);
CUresult check_red_zones(const char *when);
void repaint_red_zones();
size_t used_bytes();

// sanitizer.cpp
bool sanitized();
void forbid(const char *from, const char *to);
void allow(const char *from, const char *to);
std::string take_report();

// streams.cpp
CUstream resolve(CUstream stream);
CUresult enqueue(CUstream stream, Work work);
CUresult drain(CUstream stream);
CUresult drain_all();
CUresult refuse_while_capturing();

} // namespace cuemu

struct CUstream_st {
  unsigned flags = 0;
  std::deque<cuemu::Work> queue;
  uint64_t done = 0, queued = 0;
  bool running = false;
  CUgraph capture = nullptr;
  bool origin = false; // of the capture
};

struct CUevent_st {
  CUstream stream = nullptr;
  uint64_t position = 0; // in its stream's queue
  bool recorded = false, done = false;
  double milliseconds = 0;
  CUgraph capture = nullptr;
};

struct CUgraph_st {
  std::vector<cuemu::Work> nodes;
  bool invalid = false;
  std::set<CUstream> members, unjoined;
};

namespace cuemu {

extern CUstream_st null_stream;
extern std::set<CUstream> streams;
extern std::set<CUgraph> capturing;

} // namespace cuemu

#define CUEMU_READY()                                                                            \
  cuemu::Lock lock(cuemu::mutex);                                                                \
  if (CUresult status = cuemu::ready()) return status
#define CUEMU_TRY(call)                                                                          \
  if (CUresult status = (call)) return status
