package io.gatun.text;

import java.util.List;
import java.util.Map;

/// What a tokenizer is trained on.
///
/// @param segments the distinct segments and how often each occurs, in the order of their bytes
/// @param alphabet the characters that must become pieces, the most frequent first
/// @param frequencies how often each character occurs
record TrainingText(SegmentCounts segments, List<Integer> alphabet, Map<Integer, Long> frequencies) {}
