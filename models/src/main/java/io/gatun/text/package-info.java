/// Subword tokenization: SentencePiece unigram models, read, applied, trained and written in plain Java.
///
/// [Tokenizer] loads a `.model` file and turns text into piece ids and back, exactly as the C++ SentencePiece
/// library does; [TokenizerTrainer] makes such a file from a corpus; [Vocabulary] adds the sentinels of T5's
/// span corruption.
///
/// It does not read corpora, knows no command line, and supports no model type but unigram (not BPE, word or
/// char).
package io.gatun.text;
