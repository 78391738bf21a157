/// Layers: linear maps, norms, feed-forward blocks, attention, convolutions over time, and the weights they
/// share. Nothing here knows how layers are stacked.
package io.gatun.nn;
