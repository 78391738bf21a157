/// Loops on all cores. Decides who runs which piece, never what a piece is: pieces do not depend on the number
/// of threads, so results do not either.
package io.gatun.internal.parallel;
