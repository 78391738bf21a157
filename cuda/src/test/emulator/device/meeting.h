// Where threads wait for each other: barriers of the block and meetings of lanes. What a GPU would leave undefined fails here.
#pragma once

namespace cuemu {

static void to_scheduler() { cuemu_switch(&block->current->stack_pointer, block->scheduler); }

static void wait_for(const unsigned *generation, const char *where, int line, unsigned mask) {
  Fiber *fiber = block->current;
  fiber->awaited = generation;
  fiber->seen = *generation;
  fiber->where = where;
  fiber->line = line;
  fiber->mask = mask;
  to_scheduler();
  fiber->awaited = nullptr;
}

int barrier(int predicate, int line) {
  Block *b = block;
  if (b->barrier_arrived && b->barrier_line != line) {
    fail("threads of one block meet at different barriers: lines %d and %d", b->barrier_line, line);
  }
  b->barrier_line = line;
  unsigned generation = b->barrier_generation;
  b->barrier_count[generation & 1] += predicate;
  if (++b->barrier_arrived == b->threads) {
    b->barrier_arrived = 0;
    b->barrier_count[(generation + 1) & 1] = 0;
    b->barrier_generation = generation + 1;
  } else {
    wait_for(&b->barrier_generation, "__syncthreads", line, 0);
  }
  return b->barrier_count[generation & 1];
}

// The group of these lanes, or a free one: divergent parts of a warp may wait in several groups at once.
static Group *group_of(Warp &warp, unsigned lanes) {
  for (auto &group : warp.groups) {
    if (group.mask == lanes) return &group;
  }
  for (auto &group : warp.groups) {
    if (!group.arrived) {
      group.mask = lanes;
      return &group;
    }
  }
  return nullptr;
}

Group *meet(unsigned mask, uint64_t value, const char *operation, int line, unsigned *generation) {
  Fiber *fiber = block->current;
  Warp &warp = block->warp(*fiber);
  unsigned lane = fiber->lane(), existing = block->threads - (fiber->number & ~31u);
  unsigned lanes = existing >= 32 ? mask : mask & ((1u << existing) - 1); // none past the end of the block
  if (!(mask >> lane & 1)) fail("%s line %d: lane %u calls with a mask %08x that does not name it", operation, line, lane, mask);
  if ((lanes & warp.live) != lanes) {
    fail("%s line %d: mask %08x names lanes that have left the kernel (live: %08x)", operation, line, mask, warp.live);
  }
  Group *group = group_of(warp, lanes);
  if (!group) {
    fail("%s line %d: more than 8 groups of lanes of one warp wait at once", operation, line);
    to_scheduler(); // which drops the block
    __builtin_trap();
  }
  if (group->arrived >> lane & 1) fail("%s line %d: lane %u arrives twice", operation, line, lane);
  *generation = group->generation;
  group->values[*generation & 1][lane] = value;
  group->arrived |= 1u << lane;
  if (group->arrived == lanes) {
#ifdef CUEMU_RACES
    if (!strcmp(operation, "__syncwarp")) races.meet(fiber->number / 32, lanes);
#endif
    group->arrived = 0;
    group->generation++;
  } else {
    wait_for(&group->generation, operation, line, mask);
  }
  return group;
}

} // namespace cuemu
