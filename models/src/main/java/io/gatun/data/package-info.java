/// From texts to batches of token ids: span corruption, length buckets, shuffles, and reading ahead. Knows no
/// tokenizer (a function from text to ids is given), no tensors and no tasks.
package io.gatun.data;
