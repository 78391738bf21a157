/// Finds NVIDIA's driver and libraries on this machine, binds them without any native code of ours, and says
/// what is there. It does not compute anything yet.
package io.gatun.cuda;
