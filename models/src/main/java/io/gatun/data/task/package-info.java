/// What a model is fine-tuned on and how its answers are scored: tasks as pairs of texts, their splits, metrics
/// and baselines. Knows no tokens and no models.
package io.gatun.data.task;
