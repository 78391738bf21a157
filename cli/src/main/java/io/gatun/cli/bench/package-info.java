/// The cases of `gatun bench`: what is computed, how it is timed. Sizes and names are those of the peers'
/// harness, so that a line of ours and one of theirs are about the same work. Prints nothing.
package io.gatun.cli.bench;
