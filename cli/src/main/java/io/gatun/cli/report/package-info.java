/// The results of a reproduction, and the pages that show them.
///
/// It reads numbers and never computes a model. Everything a page says in words is derived from the numbers
/// beside it.
package io.gatun.cli.report;
