package io.gatun.peers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A case and its options, as they were asked for; checked here, before libtorch is loaded.
///
/// @param name such as `op:softmax:fb`
/// @param options those of the case
record Request(String name, Options options) {

    private static final Set<String> OPS = new TreeSet<>(List.of(
            "dwconv",
            "dwconv_dil4",
            "dwconv1d",
            "dwconv1d_dil4",
            "dwconv_cl",
            "dwconv_cl_dil4",
            "lightconv",
            "lightconv_cl",
            "lightconv_conv",
            "lightconv_unfold",
            "lightconv_band",
            "lightconv_shift",
            "dynconv",
            "dynconv_shift",
            "dynconv_band",
            "dynconv_unfold",
            "layernorm",
            "rmsnorm",
            "softmax",
            "gelu",
            "gelu_tanh",
            "relu",
            "glu",
            "add",
            "dropout",
            "embedding",
            "xent",
            "xent_small",
            "sdpa",
            "sdpa_causal",
            "attn_eager"));
    private static final String SIZE = "[1-9]\\d{0,8}(,[1-9]\\d{0,8}){2}";

    /// Reads cases, each followed by its options.
    ///
    /// @throws IllegalArgumentException if one cannot be measured as it is asked for
    static List<Request> parse(List<String> words) {
        List<List<String>> groups = new ArrayList<>();
        for (String word : words) {
            if (word.contains(" ")) {
                throw new IllegalArgumentException(
                        "expected a case and its options as separate words, got '" + word + "'; leave the quotes out");
            }
            if (!word.contains("=")) {
                groups.add(new ArrayList<>());
            } else if (groups.isEmpty()) {
                throw new IllegalArgumentException("expected a case before its options, got '" + word + "'");
            }
            groups.getLast().add(word);
        }
        return groups.stream().map(Request::of).toList();
    }

    private static Request of(List<String> words) {
        Request request = new Request(words.getFirst(), Options.parse(words.subList(1, words.size())));
        request.options.check(request.name, request.known());
        return request;
    }

    /// Returns the parts of the name between colons.
    String[] parts() {
        return name.split(":", -1);
    }

    /// Returns the options that a case has, beside those of all.
    private Collection<String> known() {
        String[] parts = parts();
        String last = parts[parts.length - 1];
        return switch (parts[0]) {
            case "gemm", "gemmnt", "gemmtn" ->
                given(parts.length == 2 && last.matches(SIZE), parts[0] + ":M,K,N with numbers of at least 1");
            case "linear" -> given(parts.length == 3 && parts[1].matches(SIZE) && last.equals("fb"), "linear:M,K,N:fb");
            case "op" -> {
                boolean update = name.matches("op:adam(_fused)?(:fb)?");
                boolean operation = parts.length == 3 && OPS.contains(parts[1]) && last.matches("fb?");
                yield given(
                        update || operation,
                        "op:adam, op:adam_fused, op:NAME:f or op:NAME:fb with NAME one of " + String.join(", ", OPS));
            }
            case "train", "eval", "decode" -> {
                given(
                        parts.length == 2 && last.matches("(t5|lc|dc)-(mini|small|base)"),
                        parts[0] + ":MODEL with MODEL one of t5, lc, dc, a dash, and mini, small or base");
                yield switch (parts[0]) {
                    case "train" -> List.of("B", "S", "T", "drop", "opt", "phase", "conv", "dyn");
                    case "eval" -> List.of("B", "S", "conv", "dyn");
                    default -> List.of("B", "S", "N", "conv", "dyn");
                };
            }
            default ->
                given(
                        false,
                        "gemm:M,K,N, gemmnt:…, gemmtn:…, linear:M,K,N:fb, op:NAME:f, op:NAME:fb, op:adam,"
                                + " op:adam_fused, train:MODEL, eval:MODEL or decode:MODEL");
        };
    }

    private List<String> given(boolean there, String expected) {
        if (!there) {
            throw new IllegalArgumentException(
                    "libtorch's side has no case '" + name + "'; expected " + expected + " (docs/bench.md)");
        }
        return List.of();
    }
}
