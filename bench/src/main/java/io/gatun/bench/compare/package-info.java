/// Gatun beside other libraries: the same cases on the same machine, in turn. The Maven profile `peers` runs it.
package io.gatun.bench.compare;
