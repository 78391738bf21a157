/// Pre-training, fine-tuning, evaluation, checkpoints, and the whole experiment. What a model computes and what
/// a task asks is decided elsewhere; nothing here prints.
package io.gatun.train;
