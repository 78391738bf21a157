// Comes after the kernels: their signatures, from which compiler.cpp makes the module's table.
#pragma once
// the standard headers use some of these words themselves
#undef __forceinline__
#undef __align__
#undef __global__
#undef __device__
#undef __host__
#undef __constant__
#undef __shared__
#include <type_traits>
#include <utility>

#include "table.h"

namespace cuemu {

// The driver hands over an array of pointers to arguments; the kernel's own type says how many and how large.
template <class... A> struct Signature {
  static constexpr size_t sizes[sizeof...(A) + 1] = {sizeof(A)..., 0};

  template <void (*F)(A...), size_t... I> static void spread(void **arguments, std::index_sequence<I...>) {
    F(*(std::remove_cv_t<A> *)arguments[I]...);
  }
  template <void (*F)(A...)> static void call(void **arguments) { spread<F>(arguments, std::index_sequence_for<A...>{}); }
  template <void (*F)(A...)> static constexpr Kernel kernel(const char *name) {
    return {name, (int)sizeof...(A), sizes, &call<F>};
  }
};
template <class... A> Signature<A...> signature_of(void (*)(A...));

} // namespace cuemu

#define CUEMU_KERNEL(f) decltype(cuemu::signature_of(f))::kernel<f>(#f)
