/// The reference kernels: plain loops that define what every other backend must compute.
package io.gatun.internal.cpu.scalar;
