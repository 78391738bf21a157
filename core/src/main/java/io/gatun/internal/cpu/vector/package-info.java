/// Kernels on the Vector API. Nothing here decides shapes or owns memory.
package io.gatun.internal.cpu.vector;
