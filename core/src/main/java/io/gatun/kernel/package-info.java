/// The contract with backends: views of memory, the families of kernels, and who owns a block. Nothing here
/// knows a gradient.
package io.gatun.kernel;
