// Runs the threads of a block in turns, in an order shuffled by a seed, and the blocks of a grid on two OS threads, on one where
// races are looked for.
#pragma once

namespace cuemu {

#ifdef CUEMU_RACES
static constexpr unsigned WORKERS = 1; // whose static shared memory has one address
#else
static constexpr unsigned WORKERS = 2;
#endif
static constexpr size_t STACK_BYTES = 128 * 1024;
static constexpr uint64_t STACK_END = 0xC0DEC0DEC0DEC0DEull; // lies at the far end of a stack: gone if it overflowed

static thread_local void (*body)(void **);
static thread_local void **body_arguments;

// What one OS thread keeps from block to block: stacks are mapped once and become real where they are touched.
struct Worker {
  Block block;
  std::vector<Fiber> fibers;
  std::vector<Warp> warps;
  std::vector<char> shared;
  std::vector<unsigned> order;
  char *stacks = nullptr;
  size_t stack_count = 0;

  ~Worker() {
    allow_slack();
    if (stacks) munmap(stacks, stack_count * STACK_BYTES);
  }

  void prepare(const Kernel *kernel, const Grid &grid, void **arguments, uint64_t number);
  void run();

private:
  void map_stacks(unsigned threads);
  void allow_slack() { allow(shared.data(), shared.data() + shared.size()); }
  void report_deadlock();
};

} // namespace cuemu

extern "C" __attribute__((used, visibility("hidden"))) void cuemu_fiber_main() {
  using namespace cuemu;
  body(body_arguments);
  Fiber *fiber = block->current;
  fiber->done = true;
  block->alive--;
  Warp &warp = block->warp(*fiber);
  warp.live &= ~(1u << fiber->lane());
  uint3 at = fiber->index;
  if (block->barrier_arrived) {
    fail("thread (%u,%u,%u) left the kernel while %u others wait at __syncthreads (line %d)", at.x, at.y, at.z,
        block->barrier_arrived, block->barrier_line);
  }
  for (auto &group : warp.groups) {
    if (group.arrived && (group.mask >> fiber->lane() & 1)) {
      fail("thread (%u,%u,%u) left the kernel but is named in the mask %08x on which its warp waits", at.x, at.y, at.z, group.mask);
    }
  }
  to_scheduler();
  __builtin_trap(); // nobody runs a fiber that is done
}

namespace cuemu {

// The OS threads that run blocks: never the caller's, whose stack and thread-locals are the JVM's. They live as long as the
// module, so that stacks become real once and not at every launch.
class Workers {
  using Task = std::function<void(Worker &)>;

  std::mutex mutex;
  std::condition_variable changed;
  const Task *task = nullptr;
  unsigned wanted = 0, busy = 0;
  bool stopped = false;
  std::vector<std::thread> threads;

  void serve() {
    Worker worker;
    std::unique_lock<std::mutex> lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return stopped || wanted; });
      if (stopped) return;
      wanted--;
      const Task *mine = task;
      lock.unlock();
      (*mine)(worker);
      lock.lock();
      busy--;
      changed.notify_all();
    }
  }

public:
  Workers() {
    for (unsigned i = 0; i < WORKERS; i++) threads.emplace_back([this] { serve(); });
  }

  ~Workers() {
    {
      std::lock_guard<std::mutex> lock(mutex);
      stopped = true;
    }
    changed.notify_all();
    for (auto &thread : threads) thread.join();
  }

  // Runs a task on so many threads at once, and waits.
  void run(const Task &work, unsigned count) {
    std::unique_lock<std::mutex> lock(mutex);
    task = &work;
    wanted = busy = count;
    changed.notify_all();
    changed.wait(lock, [&] { return busy == 0; });
  }
};

void Worker::map_stacks(unsigned threads) {
  if (stack_count >= threads) return;
  if (stacks) munmap(stacks, stack_count * STACK_BYTES);
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  stacks = (char *)mmap(nullptr, threads * STACK_BYTES, PROT_READ | PROT_WRITE, flags, -1, 0);
  stack_count = threads;
}

void Worker::prepare(const Kernel *kernel, const Grid &grid, void **arguments, uint64_t number) {
  dim3 dim{grid.block[0], grid.block[1], grid.block[2]};
  unsigned threads = dim.x * dim.y * dim.z;
  map_stacks(threads);
  warps.assign((threads + 31) / 32, Warp());
  fibers.assign(threads, Fiber());
  allow_slack();
  shared.assign(grid.shared_bytes + 64, (char)0xff); // fresh shared memory reads as NaN
  block = Block();
  block.grid = {grid.grid[0], grid.grid[1], grid.grid[2]};
  block.dim = dim;
  block.index = {(unsigned)(number % grid.grid[0]), (unsigned)(number / grid.grid[0] % grid.grid[1]),
      (unsigned)(number / grid.grid[0] / grid.grid[1])};
  block.threads = block.alive = threads;
  block.warps = warps.data();
  block.dynamic_shared = (char *)(((uintptr_t)shared.data() + 63) & ~(uintptr_t)63);
  forbid(block.dynamic_shared + grid.shared_bytes, shared.data() + shared.size());
#ifdef CUEMU_RACES
  races.begin_block(stacks, stack_count * STACK_BYTES, block.dynamic_shared, grid.shared_bytes, warps.size());
#endif
  cuemu::block = &block;
  body = kernel->call;
  body_arguments = arguments;
  order.resize(threads);
  for (unsigned i = 0; i < threads; i++) {
    order[i] = i;
    Fiber &fiber = fibers[i];
    fiber.done = false;
    fiber.number = i;
    fiber.index = {i % dim.x, i / dim.x % dim.y, i / dim.x / dim.y};
    fiber.stack = stacks + i * STACK_BYTES;
    *(uint64_t *)fiber.stack = STACK_END;
    fiber.stack_pointer = fresh_stack(fiber.stack, STACK_BYTES);
    warps[i / 32].live |= 1u << (i & 31);
  }
  // ascending order would hide a missing barrier: the thread that writes would always come before those that read
  std::shuffle(order.begin(), order.end(), std::mt19937_64(grid.seed ^ number));
}

void Worker::run() {
  while (block.alive && !block.failed) {
    bool ran = false;
    for (unsigned i : order) {
      Fiber &fiber = fibers[i];
      if (fiber.done || (fiber.awaited && *fiber.awaited == fiber.seen)) continue;
      ran = true;
      block.current = &fiber;
      cuemu_switch(&block.scheduler, fiber.stack_pointer);
      if (*(uint64_t *)fiber.stack != STACK_END) fail("a thread needs more than %zu bytes of stack", STACK_BYTES);
      if (block.failed) break;
    }
    if (!ran) report_deadlock();
  }
  // threads that are dropped leave what their functions have forbidden
  if (block.failed) allow(stacks, stacks + stack_count * STACK_BYTES);
}

void Worker::report_deadlock() {
  for (auto &fiber : fibers) {
    if (!fiber.done) {
      fail("deadlock: %u threads wait, thread (%u,%u,%u) at %s line %d with mask %08x", block.alive, fiber.index.x, fiber.index.y,
          fiber.index.z, fiber.where, fiber.line, fiber.mask);
    }
  }
}

} // namespace cuemu

extern "C" __attribute__((visibility("default"))) bool cuemu_run(
    const cuemu::Kernel *kernel, const cuemu::Grid *grid, void **arguments, char *error, size_t error_bytes) {
  uint64_t blocks = (uint64_t)grid->grid[0] * grid->grid[1] * grid->grid[2];
  std::atomic<uint64_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex first;
  auto work = [&](cuemu::Worker &worker) {
    for (uint64_t i; !failed && (i = next++) < blocks;) {
      worker.prepare(kernel, *grid, arguments, i);
      worker.run();
      if (worker.block.failed) {
        std::lock_guard<std::mutex> lock(first);
        if (!failed.exchange(true)) snprintf(error, error_bytes, "%s", worker.block.error);
      }
    }
  };
  static cuemu::Workers workers;
#ifdef CUEMU_RACES
  cuemu::races.begin_launch();
#endif
  workers.run(work, (unsigned)std::min<uint64_t>(blocks, cuemu::WORKERS));
  return !failed;
}

extern "C" __attribute__((visibility("default"))) const cuemu::Table *cuemu_table() { return &cuemu::module_table; }
