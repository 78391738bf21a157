/// Reads and writes the safetensors format: a JSON header and the elements of named tensors. Nothing here knows
/// what the tensors are for.
package io.gatun.safetensors;
