package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.add;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.glu;
import static org.bytedeco.pytorch.global.torch.linear;
import static org.bytedeco.pytorch.global.torch.mul;
import static org.bytedeco.pytorch.global.torch.zeros;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/// Greedy decoding with caches: keys and values of attention, or the last inputs of convolutions.
final class GreedyDecoder {

    private final Net net;
    private final long batch;
    private final Tensor[][] memory;
    private final Tensor[] first;
    private final Tensor[] second;
    private final Tensor bias;

    GreedyDecoder(Net net, Tensor states, long steps) {
        this.net = net;
        this.batch = states.size(0);
        int layers = net.decoder.size();
        memory = new Tensor[layers][];
        first = new Tensor[layers];
        second = new Tensor[layers];
        for (int i = 0; i < layers; i++) {
            Tensor[] keysValues = net.heads(states, net.decoder.get(i).crossKeysValues(), 2);
            memory[i] = new Tensor[] {keysValues[0].contiguous(), keysValues[1].contiguous()};
            if (net.attends()) {
                first[i] = zeros(batch, net.size.heads(), steps, net.size.dKv());
                second[i] = zeros(batch, net.size.heads(), steps, net.size.dKv());
            } else {
                first[i] = zeros(batch, Net.TAPS, net.size.d());
                second[i] = net.mixer.equals("lc") ? taps(net.decoder.get(i).filters()) : null;
            }
        }
        bias = net.attends() ? net.positions.bias(net.causalTable, steps, true) : null;
    }

    private Tensor taps(Tensor filters) {
        long heads = net.size.heads();
        long d = net.size.d();
        return filters.softmax(-1)
                .t()
                .unsqueeze(2)
                .expand(Net.TAPS, heads, d / heads)
                .reshape(1, Net.TAPS, d)
                .contiguous();
    }

    /// Generates `steps` ids for each row of `source`.
    static void run(Net net, Tensor source, long steps) {
        GreedyDecoder decoder = new GreedyDecoder(net, net.encode(source), steps);
        Tensor token = zeros(new long[] {source.size(0), 1}, Tensors.longs());
        for (long t = 0; t < steps; t++) {
            try (PointerScope _ = new PointerScope()) {
                token.copy_(decoder.step(token, t));
            }
        }
    }

    private Tensor step(Tensor token, long t) {
        Tensor y = embedding(net.embeddings, token);
        for (int i = 0; i < memory.length; i++) {
            Net.Layer layer = net.decoder.get(i);
            Tensor x = net.norm(y, layer.norm());
            y = add(y, net.attends() ? attend(x, i, t) : convolve(x, i));
            y = add(y, net.read(y, layer, memory[i]));
            y = add(y, net.feed(y, layer));
        }
        return net.logits(y).argmax(new LongOptional(-1), false);
    }

    private Tensor attend(Tensor x, int i, long t) {
        Net.Layer layer = net.decoder.get(i);
        Tensor[] qkv = net.heads(x, layer.qkv(), 3);
        first[i].narrow(2, t, 1).copy_(qkv[1]);
        second[i].narrow(2, t, 1).copy_(qkv[2]);
        Tensor keys = first[i].narrow(2, 0, t + 1);
        Tensor values = second[i].narrow(2, 0, t + 1);
        return linear(net.attend(qkv[0], keys, values, bias.narrow(2, t, 1).narrow(3, 0, t + 1)), layer.out());
    }

    private Tensor convolve(Tensor x, int i) {
        Net.Layer layer = net.decoder.get(i);
        long k = Net.TAPS;
        Tensor gated = glu(linear(x, layer.in()), -1);
        first[i].narrow(1, 0, k - 1).copy_(first[i].narrow(1, 1, k - 1).clone());
        first[i].narrow(1, k - 1, 1).copy_(gated);
        long[] overTaps = {1};
        if (second[i] != null) {
            Tensor y = mul(first[i], second[i]).sum(overTaps, true, new ScalarTypeOptional());
            return linear(y, layer.out());
        }
        long heads = net.size.heads();
        long d = net.size.d();
        Tensor w = linear(gated, layer.filters())
                .view(batch, heads, k)
                .softmax(-1)
                .transpose(1, 2)
                .unsqueeze(3);
        Tensor y = mul(first[i].view(batch, k, heads, d / heads), w)
                .sum(overTaps, true, new ScalarTypeOptional())
                .view(batch, 1, d);
        return linear(y, layer.out());
    }
}
