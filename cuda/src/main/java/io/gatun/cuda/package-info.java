/// Finds NVIDIA's driver and libraries on this machine, says what is there, and calls the driver without any native
/// code of ours: memory, streams, events, kernels, graphs. It has no kernels for tensors yet.
package io.gatun.cuda;
