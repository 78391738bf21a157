/// Reusable blocks of native memory. Nothing here knows tensors.
package io.gatun.internal.memory;
