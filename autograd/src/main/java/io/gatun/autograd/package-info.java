/// Gradients of functions of tensors: reverse-mode differentiation, its checks, and what training does with
/// gradients before an optimizer sees them (accumulation, clipping, recomputing activations).
///
/// Nothing here knows an op's derivative, which is the op's own business, nor touches a tensor's elements.
package io.gatun.autograd;
