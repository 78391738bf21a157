// The exponential function.
#pragma once
#include "cells.cuh"

// As exact as results of the type show: for bfloat16 the GPU's own approximations are.
template <class E> __device__ typename Cells<E>::Real exponential(typename Cells<E>::Real x) { return exp(x); }
template <> __device__ inline float exponential<bf16>(float x) {
#ifdef __CUEMU__
  return exp(x);
#else
  float y; // 0 for what is less than any normal number, at a third of the instructions
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x * 1.4426950408889634f));
  return y;
#endif
}
