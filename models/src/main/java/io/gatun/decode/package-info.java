/// Generating sequences: greedy, sampling and beam search over a decoder that is advanced by one token. Nothing
/// here knows an architecture.
package io.gatun.decode;
