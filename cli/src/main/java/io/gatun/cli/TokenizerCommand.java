package io.gatun.cli;

import picocli.CommandLine.Command;

/// `gatun tokenizer`: the commands around a SentencePiece model.
@Command(
        name = "tokenizer",
        description = "Train a SentencePiece tokenizer, or use one.",
        subcommands = {TokenizerTrain.class, TokenizerEncode.class, TokenizerDecode.class})
final class TokenizerCommand {}
