#!/usr/bin/python3
"""Writes small models with their logits, loss and gradients, computed by PyTorch in float64 from the papers' formulas.

An independent computation: it shares no code with Gatun. Run it with Debian's python3-torch (1.13):

    /usr/bin/python3 torch_oracle.py ../resources/io/gatun/models

Each file NAME.safetensors holds float32 tensors `weight.X`, `gradient.X`, `encoded`, `logits`, `loss`, int32 tensors
`inputs`, `input_lengths`, `decoder_inputs`, `targets`, `target_lengths`, and, as metadata, the text of `config.json`.
The EncoderDecoderOracleTest reads them.
"""
import json
import math
import struct
import sys

import torch

torch.set_default_dtype(torch.float64)
NEVER = -1e9


def base(architecture, **changes):
    config = dict(
        architecture=architecture, d_model=8, d_ff=8, num_heads=2, d_kv=3, num_layers=2, num_decoder_layers=2,
        vocab_size=20, kernels=[7], dilations=[1], filters=2, interleaved_filters=False, kernel_softmax=True, glu=True,
        pointwise=False, conv_biases=False, drop_connect=0.0, norm_placement="pre", layer_norm=False,
        feed_forward_proj="relu", positions="none", max_positions=8, tie_word_embeddings=True, cross_attention=True,
        encoder_attention=0, dropout_rate=0.0)
    config.update(changes)
    return config


MODELS = {
    "transformer": (base("transformer"), 0.0),
    "transformer-other": (
        base("transformer", norm_placement="post", layer_norm=True, feed_forward_proj="gated-gelu",
             positions="learned", tie_word_embeddings=False, num_layers=1), 1e-4),
    "lightweight": (base("lightweight"), 0.0),
    "lightweight-other": (
        base("lightweight", kernels=[4, 3], filters=8, pointwise=True, conv_biases=True, norm_placement="paper",
             layer_norm=True, positions="sinusoidal", encoder_attention=1,
             num_decoder_layers=1), 1e-4),
    "dynamic": (base("dynamic", kernels=[5, 4], conv_biases=True, num_layers=1), 0.0),
    "dynamic-other": (
        base("dynamic", kernels=[3], filters=4, interleaved_filters=True, kernel_softmax=False, glu=False,
             num_layers=1), 0.0),
    "dilated": (base("dilated", kernels=[3], dilations=[1, 2]), 0.0),
}


class Model:
    """Weights are made when they are first asked for, with values of a size that keeps all parts of use."""

    def __init__(self, config, seed):
        self.c = config
        self.random = torch.Generator().manual_seed(seed)
        self.weights = {}

    def weight(self, name, *shape, scale=None, around=0.0):
        if name not in self.weights:
            scale = scale if scale is not None else shape[-1] ** -0.5
            value = torch.randn(*shape, generator=self.random) * scale + around
            self.weights[name] = value.to(torch.float32).to(torch.float64).requires_grad_()
        return self.weights[name]

    def linear(self, name, x, out, bias=False):
        y = x @ self.weight(name + ".weight", out, x.shape[-1]).T
        return y + self.weight(name + ".bias", out, scale=0.3) if bias else y

    def norm(self, name, x):
        g = self.weight(name + ".weight", x.shape[-1], scale=0.2, around=1.0)
        if self.c["layer_norm"]:
            mean = x.mean(-1, keepdim=True)
            variance = ((x - mean) ** 2).mean(-1, keepdim=True)
            return (x - mean) / torch.sqrt(variance + 1e-5) * g + self.weight(name + ".bias", x.shape[-1], scale=0.2)
        return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6) * g

    # T5 attention: no scaling, no biases

    def attention(self, name, x, memory, bias):
        h, dk = self.c["num_heads"], self.c["d_kv"]

        def heads(part, source):
            y = self.linear(f"{name}.{part}", source, h * dk)
            return y.reshape(y.shape[0], y.shape[1], h, dk).permute(0, 2, 1, 3)

        q, k, v = heads("q", x), heads("k", memory), heads("v", memory)
        scores = torch.einsum("bhid,bhjd->bhij", q, k) + bias
        read = torch.einsum("bhij,bhjd->bhid", torch.softmax(scores, -1), v)
        return self.linear(name + ".o", read.permute(0, 2, 1, 3).reshape(x.shape[0], x.shape[1], h * dk), x.shape[-1])

    @staticmethod
    def bucket(distance, causal):
        """Raffel et al. 2020: 32 buckets, the last for distances of 128 and more; distance = query - key."""
        if causal:
            n, base_bucket, exact, last = max(distance, 0), 0, 16, 31
        else:
            n, base_bucket, exact, last = abs(distance), 16 if distance < 0 else 0, 8, 15
        if n < exact:
            return base_bucket + n
        steps = int(math.log(n / exact) / math.log(128 / exact) * exact + 1e-9)
        return base_bucket + min(exact + steps, last)

    def relative(self, stack, time, causal):
        table = self.weight(
            f"{stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight", 32, self.c["num_heads"], scale=0.5)
        ids = torch.tensor([[self.bucket(i - j, causal) for j in range(time)] for i in range(time)])
        return table[ids].permute(2, 0, 1).unsqueeze(0)

    # convolution blocks, written as sums over taps

    def convolution(self, name, x, layer, causal, keep):
        c, d = self.c, x.shape[-1]
        batch, time = x.shape[0], x.shape[1]
        biases = c["conv_biases"]
        taps = c["kernels"][min(layer, len(c["kernels"]) - 1)]
        rate = c["dilations"][layer % len(c["dilations"])]
        filters = c["filters"]
        u = self.linear(name + ".linear", x, d, biases)
        if c["glu"]:
            u = u * torch.sigmoid(self.linear(name + ".gate", x, d, biases))
        if c["architecture"] == "dynamic":
            w = self.linear(name + ".kernel_proj", u, filters * taps, biases).reshape(batch, time, filters, taps)
        else:
            w = self.weight(name + ".kernel", filters, taps, scale=0.7).expand(batch, time, filters, taps)
        if c["kernel_softmax"]:
            w = torch.softmax(w, -1)
        u = u * keep.unsqueeze(-1)
        left = rate * (taps - 1) if causal else rate * (taps // 2)
        head = [i % filters if c["interleaved_filters"] else i * filters // d for i in range(d)]
        y = torch.zeros(batch, time, d)
        for j in range(taps):
            shift = j * rate - left
            moved = torch.zeros(batch, time, d)
            for t in range(time):
                if 0 <= t + shift < time:
                    moved[:, t] = u[:, t + shift]
            y = y + w[:, :, head, j] * moved
        if biases:
            y = y + self.weight(name + ".bias", d, scale=0.3)
        if c["pointwise"]:
            y = self.linear(name + ".pointwise", y, d, biases)
        return self.linear(name + ".out", y, d, biases)

    def feed_forward(self, name, x):
        if self.c["feed_forward_proj"] == "relu":
            hidden = torch.relu(self.linear(name + ".wi", x, self.c["d_ff"]))
        else:
            g = self.linear(name + ".wi_0", x, self.c["d_ff"])
            gelu = 0.5 * g * (1 + torch.tanh(math.sqrt(2 / math.pi) * (g + 0.044715 * g ** 3)))
            hidden = gelu * self.linear(name + ".wi_1", x, self.c["d_ff"])
        return self.linear(name + ".wo", hidden, x.shape[-1])

    def residual(self, name, x, function):
        name += ".layer_norm"
        placement = self.c["norm_placement"]
        if placement == "pre":
            return x + function(self.norm(name, x))
        if placement == "paper":
            return x + self.norm(name, function(x))
        return self.norm(name, x + function(x))

    def embed(self, ids):
        d, time = self.c["d_model"], ids.shape[1]
        x = self.weight("shared.weight", self.c["vocab_size"], d, scale=1.0)[ids]
        if self.c["positions"] == "learned":
            return x + self.weight("positions.weight", self.c["max_positions"], d, scale=0.5)[:time]
        if self.c["positions"] == "sinusoidal":
            half = d // 2
            angles = torch.tensor([[t / 10000 ** (i / half) for i in range(half)] for t in range(time)])
            return x + torch.cat([torch.sin(angles), torch.cos(angles)], -1)
        return x

    def stack(self, stack, x, keep, encoded=None):
        decoder = encoded is not None
        time, layers = x.shape[1], self.c["num_decoder_layers" if decoder else "num_layers"]
        padding = torch.where(keep > 0, 0.0, NEVER)[:, None, None, :]
        bias = padding
        if self.c["architecture"] == "transformer":
            bias = bias + self.relative(stack, time, decoder)
            if decoder:
                bias = bias + torch.triu(torch.full((time, time), NEVER), 1)
        for i in range(layers):
            block = f"{stack}.block.{i}.layer."
            if self.c["architecture"] == "transformer":
                x = self.residual(block + "0", x, lambda y: self.attention(block + "0.SelfAttention", y, y, bias))
            else:
                x = self.residual(
                    block + "0", x, lambda y: self.convolution(block + "0.LocalConv", y, i, decoder, keep))
            last = 1
            if decoder and self.c["cross_attention"]:
                memory, hidden = encoded
                x = self.residual(
                    block + "1", x, lambda y: self.attention(block + "1.EncDecAttention", y, memory, hidden))
                last = 2
            elif not decoder and i >= layers - self.c["encoder_attention"]:
                x = self.residual(block + "1", x, lambda y: self.attention(block + "1.SelfAttention", y, y, padding))
                last = 2
            x = self.residual(block + str(last), x, lambda y: self.feed_forward(f"{block}{last}.DenseReluDense", y))
        if self.c["norm_placement"] == "pre":
            x = self.norm(stack + ".final_layer_norm", x)
        return x, padding

    def forward(self, inputs, lengths, decoder_inputs):
        keep = (torch.arange(inputs.shape[1])[None, :] < lengths[:, None]).to(torch.float64)
        encoded = self.stack("encoder", self.embed(inputs), keep)
        states, _ = self.stack("decoder", self.embed(decoder_inputs), torch.ones(decoder_inputs.shape), encoded)
        if self.c["tie_word_embeddings"]:
            return encoded[0], states * self.c["d_model"] ** -0.5 @ self.weight("shared.weight").T
        return encoded[0], states @ self.weight("lm_head.weight", self.c["vocab_size"], self.c["d_model"]).T


def loss_of(logits, targets, lengths, z):
    log_z = torch.logsumexp(logits, -1)
    losses = log_z - torch.gather(logits, -1, targets.unsqueeze(-1)).squeeze(-1) + z * log_z ** 2
    counts = torch.arange(targets.shape[1])[None, :] < lengths[:, None]
    return (losses * counts).sum() / counts.sum()


def save(path, tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for name in sorted(tensors):
        value = tensors[name]
        integer = value.dtype == torch.int64
        part = b"".join(struct.pack("<i" if integer else "<f", v) for v in value.reshape(-1).tolist())
        header[name] = {"dtype": "I32" if integer else "F32", "shape": list(value.shape),
                        "data_offsets": [len(data), len(data) + len(part)]}
        data += part
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def main(folder):
    lengths, target_lengths = torch.tensor([7, 4]), torch.tensor([3, 5])
    random = torch.Generator().manual_seed(1)
    inputs = torch.randint(2, 20, (2, 7), generator=random) * (torch.arange(7)[None, :] < lengths[:, None])
    targets = torch.randint(2, 20, (2, 5), generator=random) * (torch.arange(5)[None, :] < target_lengths[:, None])
    decoder_inputs = torch.cat([torch.zeros(2, 1, dtype=torch.int64), targets[:, :-1]], 1)
    for seed, (name, (config, z)) in enumerate(MODELS.items()):
        model = Model(config, seed + 10)
        encoded, logits = model.forward(inputs, lengths, decoder_inputs)
        loss = loss_of(logits, targets, target_lengths, z)
        loss.backward()
        tensors = dict(inputs=inputs, input_lengths=lengths, decoder_inputs=decoder_inputs, targets=targets,
                       target_lengths=target_lengths, encoded=encoded.detach(), logits=logits.detach(),
                       loss=loss.detach().reshape(1))
        for key, weight in model.weights.items():
            tensors["weight." + key] = weight.detach()
            tensors["gradient." + key] = weight.grad
        save(f"{folder}/{name}.safetensors", tensors, {"config": json.dumps(config), "z": str(z)})
        print(name, len(model.weights), "weights, loss", loss.item())


main(sys.argv[1])
