/// What every op is checked and timed with: one row per op gives operands, tolerances and types. Tests, `gatun
/// validate` and benchmarks run from these rows; nothing here computes or times anything else.
package io.gatun.catalogue;
