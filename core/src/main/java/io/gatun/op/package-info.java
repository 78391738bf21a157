/// One file per op: its shape rule, its gradient, and how each backend computes it. Nothing here loops over
/// elements; that is the business of [io.gatun.kernel].
package io.gatun.op;
