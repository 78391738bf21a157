/// The CPU backend: memory, and the choice between plain and vectorised kernels.
package io.gatun.internal.cpu;
