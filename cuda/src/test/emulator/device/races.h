// Finds data races: the functions that g++ puts before every access with -fsanitize=thread, written for CUDA's threads.
//
// Of two accesses to the same bytes, one of them a write, something must order them: __syncthreads, for threads of a block;
// __syncwarp, for lanes of a warp. Shuffles and votes do not (CUDA promises no order of memory for them), and nothing does
// between blocks of one launch. What counts is this order, not the turns that threads happened to take, so a race shows whether
// or not it changed a value. Needs one OS thread for all blocks.
#pragma once
#include <array>
#include <link.h>
#include <memory>
#include <unordered_map>

#include "lines.h"

namespace cuemu {

// An access to some bytes of a word of 8.
struct Touch {
  uint32_t run = 0;   // of a block, counted over all launches; 0 is none
  uint32_t place = 0; // in the module's code
  uint16_t thread = 0, interval = 0 /* between barriers */, time = 0 /* between the warp's meetings */;
  uint8_t bytes = 0; // a bit each
  bool write : 1, atomic : 1;

  Touch() : write(false), atomic(false) {}
};

struct Word {
  Touch touches[4];
};

struct Page {
  static constexpr uintptr_t BYTES = 4096;
  Word words[BYTES / 8];
};

// How much of each lane's time each lane of a warp has seen.
struct WarpTimes {
  std::array<std::array<uint16_t, 32>, 32> seen{};
};

class Races {
  static constexpr size_t MOST_PAGES = 8192; // 256 MB
  std::unordered_map<uintptr_t, std::unique_ptr<Page>> pages;
  std::vector<WarpTimes> warps;
  Page *page = nullptr;
  uintptr_t page_number = 0;
  uint32_t run = 0, first_run = 1; // of this launch
  const char *stacks = nullptr, *dynamic = nullptr, *statics = nullptr;
  size_t stack_bytes = 0, dynamic_bytes = 0, static_bytes = 0;
  uintptr_t base = 0;

  static bool within(const char *at, const char *from, size_t bytes) { return at >= from && at < from + bytes; }

  // __shared__ variables are thread-local: their place in this OS thread.
  void locate_statics() {
    Dl_info info;
    dladdr((void *)&module_table, &info);
    base = (uintptr_t)info.dli_fbase;
    dl_iterate_phdr(
        [](dl_phdr_info *module, size_t, void *data) {
          auto races = (Races *)data;
          bool mine = false;
          for (int i = 0; i < module->dlpi_phnum; i++) {
            auto &header = module->dlpi_phdr[i];
            mine = mine || (header.p_type == PT_LOAD && module->dlpi_addr + header.p_vaddr == races->base);
          }
          for (int i = 0; mine && i < module->dlpi_phnum; i++) {
            if (module->dlpi_phdr[i].p_type != PT_TLS) continue;
            races->statics = (const char *)module->dlpi_tls_data;
            races->static_bytes = module->dlpi_phdr[i].p_memsz;
          }
          return (int)mine;
        },
        this);
  }

  bool ordered(const Touch &before, const Touch &now) const {
    if (before.thread == now.thread || before.interval != now.interval) return true;
    return before.thread / 32 == now.thread / 32
        && warps[now.thread / 32].seen[now.thread & 31][before.thread & 31] >= before.time;
  }

  Word &word(uintptr_t at) {
    uintptr_t number = at / Page::BYTES;
    if (!page || number != page_number) {
      auto &kept = pages[number];
      if (!kept) kept.reset(new Page);
      page = kept.get();
      page_number = number;
    }
    return page->words[at % Page::BYTES / 8];
  }

  void report(const Touch &before, const Touch &now);

  void touch_word(uintptr_t at, Touch now, bool shared) {
    Word &w = word(at);
    Touch *slot = nullptr;
    for (Touch &before : w.touches) {
      bool mine = before.run == run; // of this block
      if (before.run < first_run || (shared && (!mine || before.interval != now.interval))) {
        slot = &before; // nothing can race with it any more
        continue;
      }
      bool before_now = mine && ordered(before, now), conflict = (before.write || now.write) && !(before.atomic && now.atomic);
      if ((before.bytes & now.bytes) && conflict && !before_now) return report(before, now);
      // what races with one that came before also races with this
      bool covered = before_now && (before.bytes | now.bytes) == now.bytes && before.atomic == now.atomic;
      if (!slot && covered && (now.write || !before.write)) slot = &before;
    }
    if (!slot) { // of reads, rather than of the write that they may race with
      unsigned start = now.time + now.thread;
      slot = &w.touches[start % 4];
      for (unsigned i = 0; i < 4 && slot->write; i++) slot = &w.touches[(start + i) % 4];
    }
    *slot = now;
  }

public:
  void begin_launch() {
    first_run = run + 1;
    if (pages.size() > MOST_PAGES) {
      pages.clear();
      page = nullptr;
    }
  }

  void begin_block(const char *stack, size_t stack_size, const char *shared, size_t shared_size, size_t warp_count) {
    run++;
    stacks = stack;
    stack_bytes = stack_size;
    dynamic = shared;
    dynamic_bytes = shared_size;
    if (!statics) locate_statics();
    warps.assign(warp_count, WarpTimes());
    for (auto &warp : warps) {
      for (int i = 0; i < 32; i++) warp.seen[i][i] = 1;
    }
  }

  // What each of these lanes has done and seen, all of them have seen from here on.
  void meet(unsigned number, unsigned lanes) {
    auto &seen = warps[number].seen;
    std::array<uint16_t, 32> all{};
    for (int i = 0; i < 32; i++) {
      for (int k = 0; (lanes >> i & 1) && k < 32; k++) all[k] = std::max(all[k], seen[i][k]);
    }
    for (int i = 0; i < 32; i++) {
      if (!(lanes >> i & 1)) continue;
      seen[i] = all;
      seen[i][i]++;
    }
  }

  void touch(const void *address, size_t bytes, bool write, bool atomic, const void *place) {
    if (!block || !block->current || block->failed) return;
    auto at = (const char *)address;
    if (within(at, stacks, stack_bytes)) return; // a thread's own
    bool shared = within(at, dynamic, dynamic_bytes) || within(at, statics, static_bytes);
    const Fiber &fiber = *block->current;
    Touch now;
    now.run = run;
    now.place = (uint32_t)((uintptr_t)place - 1 - base); // the call, not what comes after it
    now.thread = (uint16_t)fiber.number;
    now.interval = (uint16_t)block->barrier_generation;
    now.time = warps[fiber.number / 32].seen[fiber.lane()][fiber.lane()];
    now.write = write;
    now.atomic = atomic;
    for (auto from = (uintptr_t)at, end = from + bytes; from < end && !block->failed;) {
      uintptr_t next = std::min((from | 7) + 1, end);
      now.bytes = (uint8_t)(((1u << (next - from)) - 1) << (from & 7));
      touch_word(from, now, shared);
      from = next;
    }
  }
};

static Races races;

void Races::report(const Touch &before, const Touch &now) {
  const char *done = before.atomic ? "has changed atomically" : before.write ? "has written" : "has read";
  const char *does = now.atomic ? "changes atomically" : now.write ? "writes" : "reads";
  fail("a race: thread %u %s (%s) what thread %u %s%s (%s), and nothing orders them", now.thread, does,
      source_line((const void *)(base + now.place)).c_str(), before.thread, before.run == now.run ? "" : "of another block ", done,
      source_line((const void *)(base + before.place)).c_str());
}

} // namespace cuemu

#define CUEMU_HOOK extern "C" __attribute__((visibility("hidden"))) void
#define CUEMU_TOUCH(bytes, write) cuemu::races.touch(address, bytes, write, false, __builtin_return_address(0))
#define CUEMU_ACCESS(bytes)                                                                      \
  CUEMU_HOOK __tsan_read##bytes(void *address) { CUEMU_TOUCH(bytes, false); }                    \
  CUEMU_HOOK __tsan_write##bytes(void *address) { CUEMU_TOUCH(bytes, true); }                    \
  CUEMU_HOOK __tsan_unaligned_read##bytes(void *address) { CUEMU_TOUCH(bytes, false); }          \
  CUEMU_HOOK __tsan_unaligned_write##bytes(void *address) { CUEMU_TOUCH(bytes, true); }
CUEMU_ACCESS(1)
CUEMU_ACCESS(2)
CUEMU_ACCESS(4)
CUEMU_ACCESS(8)
CUEMU_ACCESS(16)
CUEMU_HOOK __tsan_read_range(void *address, size_t bytes) { CUEMU_TOUCH(bytes, false); }
CUEMU_HOOK __tsan_write_range(void *address, size_t bytes) { CUEMU_TOUCH(bytes, true); }
CUEMU_HOOK __tsan_init() {}
CUEMU_HOOK __tsan_func_entry(void *) {}
CUEMU_HOOK __tsan_func_exit() {}
CUEMU_HOOK __tsan_atomic_thread_fence(int) {}

// what atomics.h is made of
#define CUEMU_ATOMICS(bits, T)                                                                   \
  extern "C" __attribute__((visibility("hidden"))) T __tsan_atomic##bits##_load(const volatile T *address, int) { \
    cuemu::races.touch((const void *)address, sizeof(T), false, true, __builtin_return_address(0)); \
    return __atomic_load_n(address, __ATOMIC_RELAXED);                                           \
  }                                                                                              \
  extern "C" __attribute__((visibility("hidden"))) int __tsan_atomic##bits##_compare_exchange_strong( \
      volatile T *address, T *expected, T value, int, int) {                                     \
    cuemu::races.touch((const void *)address, sizeof(T), true, true, __builtin_return_address(0)); \
    return __atomic_compare_exchange_n(address, expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED); \
  }                                                                                              \
  extern "C" __attribute__((visibility("hidden"))) T __tsan_atomic##bits##_compare_exchange_val( \
      volatile T *address, T expected, T value, int, int) {                                      \
    cuemu::races.touch((const void *)address, sizeof(T), true, true, __builtin_return_address(0)); \
    __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED); \
    return expected;                                                                             \
  }
CUEMU_ATOMICS(32, uint32_t)
CUEMU_ATOMICS(64, uint64_t)
#undef CUEMU_ATOMICS
