// Atomics: blocks run on several OS threads, so these are the CPU's own compare-and-exchange.
#pragma once

// floats have no atomics of their own before C++20: their bits are exchanged
#define CUEMU_ATOMIC(T, BITS, NAME, RESULT)                                                      \
  static inline T NAME(T *address, T v) {                                                        \
    BITS *bits = (BITS *)address, before = __atomic_load_n(bits, __ATOMIC_RELAXED), after;       \
    T old;                                                                                       \
    do {                                                                                         \
      memcpy(&old, &before, sizeof old);                                                         \
      T result = RESULT;                                                                         \
      memcpy(&after, &result, sizeof after);                                                     \
    } while (!__atomic_compare_exchange_n(bits, &before, after, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)); \
    return old;                                                                                  \
  }
#define CUEMU_ATOMICS(T, BITS)                                                                   \
  CUEMU_ATOMIC(T, BITS, atomicAdd, (T)(old + v))                                                 \
  CUEMU_ATOMIC(T, BITS, atomicExch, v)                                                           \
  CUEMU_ATOMIC(T, BITS, atomicMax, (old > v ? old : v))                                          \
  CUEMU_ATOMIC(T, BITS, atomicMin, (old < v ? old : v))
#define CUEMU_ATOMIC_CAS(T)                                                                      \
  static inline T atomicCAS(T *address, T expected, T v) {                                       \
    __atomic_compare_exchange_n(address, &expected, v, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED); \
    return expected;                                                                             \
  }

CUEMU_ATOMICS(float, uint32_t)
CUEMU_ATOMICS(double, uint64_t)
CUEMU_ATOMICS(int, uint32_t)
CUEMU_ATOMICS(unsigned, uint32_t)
CUEMU_ATOMICS(unsigned long long, uint64_t)
CUEMU_ATOMIC(int, uint32_t, atomicOr, (old | v))
CUEMU_ATOMIC(unsigned, uint32_t, atomicOr, (old | v))
CUEMU_ATOMIC_CAS(int)
CUEMU_ATOMIC_CAS(unsigned)

#undef CUEMU_ATOMIC
#undef CUEMU_ATOMICS
#undef CUEMU_ATOMIC_CAS
