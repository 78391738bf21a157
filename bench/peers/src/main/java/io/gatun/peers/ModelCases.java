package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import java.util.Arrays;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;

/// `train:MODEL`, `eval:MODEL` and `decode:MODEL`.
final class ModelCases {

    private ModelCases() {}

    static void run(String[] parts, Options options, Line line) {
        boolean training = parts[0].equals("train");
        Net net = new Net(parts[1], options, training);
        long batch = options.integer("B", 8);
        long time = options.integer("S", 128);
        Tensor source = Tensors.ids(net.size.vocabulary(), batch, time);
        Timing timing = Timing.of(options);
        if (training) {
            train(net, source, options, line);
            return;
        }
        long tokens = batch * time;
        try (InferenceMode _ = new InferenceMode(true)) {
            if (parts[0].equals("eval")) {
                timing.run(line, () -> net.encode(source));
            } else {
                long steps = options.integer("N", 64);
                tokens = batch * steps;
                timing.run(line, () -> GreedyDecoder.run(net, source, steps));
            }
        }
        count(net, line);
        line.round("tok_s", tokens * 1e3 / line.number("median_ms"));
    }

    private static void train(Net net, Tensor source, Options options, Line line) {
        long batch = source.size(0);
        long time = options.integer("T", 32);
        Tensor target = Tensors.ids(net.size.vocabulary(), batch, time);
        Tensor labels = Tensors.ids(net.size.vocabulary(), batch * time);
        Tensor[] weights = net.weights();
        AdamUpdate update =
                options.text("opt", "fused").equals("adam") ? AdamUpdate.plain(weights) : AdamUpdate.fused(weights);
        String phase = options.text("phase", "step");
        float[] losses = {Float.NaN, 0};
        Timing.of(options).run(line, () -> {
            Tensor logits = net.decode(net.encode(source), target);
            Tensor loss = cross_entropy_loss(logits.view(batch * time, net.size.vocabulary()), labels);
            if (!phase.equals("fwd")) {
                loss.backward();
            }
            if (phase.equals("step")) {
                update.step();
            }
            if (!phase.equals("fwd")) {
                Arrays.stream(weights).forEach(Tensors::clearGradient);
            }
            losses[1] = loss.item_float();
            losses[0] = Float.isNaN(losses[0]) ? losses[1] : losses[0];
        });
        count(net, line);
        line.round("loss_first", losses[0]).round("loss_last", losses[1]);
        line.round("tok_s", batch * (source.size(1) + time) * 1e3 / line.number("median_ms"));
    }

    private static void count(Net net, Line line) {
        line.put("params", Arrays.stream(net.weights()).mapToLong(Tensor::numel).sum());
    }
}
