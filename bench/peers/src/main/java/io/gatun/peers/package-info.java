/// libtorch, measured on the cases of `gatun bench`: what Gatun is compared with. Built by the Maven profile `peers`
/// only; nothing of it is shipped.
package io.gatun.peers;
