/// The `gatun` command: one class for each subcommand, and what they share.
///
/// A command reads its options, calls the library, and tells the [io.gatun.cli.Console] what came out. It
/// computes nothing itself, and it leaves every mistake to [io.gatun.cli.Failure], which decides the exit
/// status.
package io.gatun.cli;
