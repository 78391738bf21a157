// Beside AddressSanitizer, which sees each read and write of kernels that were built for it: the red zones are forbidden to
// them, and what it reports fails the launch. It is there if the process has loaded it first, by LD_PRELOAD, and has to go on
// after a report (halt_on_error=0).
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>

#include "../device/lines.h"
#include "state.h"

namespace {

std::mutex mine; // not the driver's, which whoever waits for the kernel holds
std::string report;

template <class F> F *find(const char *name) { return (F *)dlsym(RTLD_DEFAULT, name); }

// Keeps of a report what was done, and where.
void keep(const char *text) {
  std::lock_guard<std::mutex> lock(mine);
  if (!report.empty()) return;
  const char *access = strstr(text, "READ of size"), *place = strstr(text, " pc 0x");
  if (!access) access = strstr(text, "WRITE of size");
  if (!access || !place) {
    report = text;
    return;
  }
  report.assign(access, strcspn(access, "0123456789") + 1); // "READ of size 4"
  void *pc = (void *)(strtoull(place + strlen(" pc "), nullptr, 16) - 1); // the call, not what comes after it
  report += " out of bounds (" + cuemu::source_line(pc) + ")";
}

} // namespace

namespace cuemu {

bool sanitized() {
  static const bool there = [] {
    auto call_back = find<void(void (*)(const char *))>("__asan_set_error_report_callback");
    if (call_back) call_back(keep);
    return call_back != nullptr;
  }();
  return there;
}

void forbid(const char *from, const char *to) {
  static const auto poison = find<void(const volatile void *, size_t)>("__asan_poison_memory_region");
  if (sanitized()) poison(from, (size_t)(to - from));
}

void allow(const char *from, const char *to) {
  static const auto unpoison = find<void(const volatile void *, size_t)>("__asan_unpoison_memory_region");
  if (sanitized()) unpoison(from, (size_t)(to - from));
}

std::string take_report() {
  std::lock_guard<std::mutex> lock(mine);
  std::string taken;
  taken.swap(report);
  return taken;
}

} // namespace cuemu
