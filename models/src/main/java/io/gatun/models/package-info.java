/// The encoder-decoder and its four token mixers, from a configuration. How a sequence is generated is
/// `io.gatun.decode`'s business, how weights are found `io.gatun.train`'s.
package io.gatun.models;
