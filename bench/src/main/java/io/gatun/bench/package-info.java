/// JMH benchmarks of kernels. They report; nothing here fails because a machine is slow.
package io.gatun.bench;
