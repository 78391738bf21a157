package io.gatun.bench.compare;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is known of a case: its pairs with each setting of libtorch.
///
/// @param asked the case
/// @param threads threads of both sides
/// @param byPeer the pairs
record Row(Asked asked, int threads, Map<String, Pairs> byPeer) {

    Row(Asked asked, int threads) {
        this(asked, threads, new TreeMap<>());
    }

    /// Returns the pairs with a peer, of which there may be none yet.
    Pairs pairs(String peer) {
        return byPeer.computeIfAbsent(peer, _ -> new Pairs(threads));
    }

    /// Returns the pairs with the first peer that has any.
    Pairs first(List<String> peers) {
        return peers.stream()
                .map(this::pairs)
                .filter(pairs -> !pairs.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is known of " + asked.label()));
    }

    boolean isEmpty() {
        return byPeer.values().stream().allMatch(Pairs::isEmpty);
    }
}
