// Optimizer updates in place, of many parameters in one launch. `step` holds what changes from step to step.
#include "cells.cuh"
#include "many.cuh"

struct Descending {
  void *theta;
  const void *g;
  void *velocity; // null without momentum
  long long n;
  double decay;
};

template <class E> __device__ void sgd(const Many<Descending> &many, int type, const double *step, double momentum) {
  typedef typename Cells<E>::Real T;
  Share share(many);
  const Descending &p = many.parameters[share.parameter];
  Cells<E> theta(p.theta, type), g(p.g, type), velocity(p.velocity, type);
  T rate = T(step[0]), decay = T(p.decay);
  FOR_SHARE(i, share, p.n) {
    T weight = theta.get(i), v = g.get(i) + decay * weight;
    if (p.velocity) {
      v += T(momentum) * velocity.get(i);
      velocity.set(i, v);
    }
    theta.set(i, weight - rate * v);
  }
}

struct WithMoments {
  void *theta;
  const void *g;
  void *first, *second;
  long long n;
  double decay, decoupled;
};

struct Adam {
  double beta1, beta2, epsilon;
};

template <class E> __device__ void adam(const Many<WithMoments> &many, int type, const double *step, const Adam &at) {
  typedef typename Cells<E>::Real T;
  Share share(many);
  const WithMoments &p = many.parameters[share.parameter];
  Cells<E> theta(p.theta, type), g(p.g, type), first(p.first, type), second(p.second, type);
  T rate = T(step[0]), correction1 = T(step[1]), correction2 = T(step[2]);
  T decay = T(p.decay), kept = T(1 - step[0] * p.decoupled);
  FOR_SHARE(i, share, p.n) {
    T weight = theta.get(i), slope = g.get(i) + decay * weight;
    T m = T(at.beta1) * first.get(i) + T(1 - at.beta1) * slope;
    T v = T(at.beta2) * second.get(i) + T(1 - at.beta2) * slope * slope;
    first.set(i, m);
    second.set(i, v);
    T change = m / correction1 / (sqrt(v / correction2) + T(at.epsilon));
    theta.set(i, weight * kept - rate * change);
  }
}

#define ENTRY(E, suffix)                                                                         \
  KERNEL(sgd_##suffix)(const __grid_constant__ Many<Descending> many, int type, const double *step, double momentum) { \
    sgd<E>(many, type, step, momentum);                                                          \
  }                                                                                              \
  KERNEL(adam_##suffix)(const __grid_constant__ Many<WithMoments> many, int type, const double *step, Adam at) { \
    adam<E>(many, type, step, at);                                                               \
  }
// of bfloat16 there are no optimizers: the parameters that they update are of float32
ENTRY(float, f32)
ENTRY(varied, any)
