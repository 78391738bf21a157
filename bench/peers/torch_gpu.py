#!/usr/bin/env python3
"""Times PyTorch on the cases of `gatun bench`, by the same names and options, a line of JSON each.

    torch_gpu.py [--device cuda|cpu] [--threads N] [--seed S] CASE [key=value ...] [CASE ...]
    torch_gpu.py --list      the usual cases of a GPU
    torch_gpu.py --check     whether the forms of each computation agree, and models have their parameters (any torch)

docs/bench.md of this repository says what the cases are. Two options are PyTorch's alone: mode=eager, or default,
reduce-overhead, max-autotune ... to go through torch.compile; residual=f32 to leave the residual stream of
dtype=bf16 as autocast leaves it (bf16 is the work that Gatun does). Timing needs torch 2.4 or later and a GPU;
--device cpu is for trying the cases, at tiny sizes, and goes without what an older torch lacks.
"""

import argparse
import contextlib
import json
import math
import os
import resource
import statistics
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError:
    sys.exit("torch_gpu: this Python has no torch; use one that has, such as `pip install torch` gives")

TAPS = 7
SIZES = {  # d, d_ff, heads of 64, layers of encoder and of decoder, vocabulary
    "mini": (256, 1024, 4, 4, 8192),
    "small": (512, 2048, 8, 6, 32128),
    "base": (768, 3072, 12, 12, 32128),
}
PARAMETERS = {  # of Gatun's models of these names
    "t5-mini": 9_443_072,
    "lc-mini": 8_918_752,
    "dc-mini": 8_975_872,
    "t5-small": 60_506_624,
    "lc-small": 57_361_056,
    "dc-small": 57_704_448,
    "t5-base": 222_903_552,
    "lc-base": 208_749_024,
    "dc-base": 210_295_296,
}
FORMS = {
    "dtype": ("f32", "bf16"),
    "mode": ("eager", "default", "reduce-overhead", "max-autotune", "max-autotune-no-cudagraphs"),
    "phase": ("step", "fwd", "fb"),
    "opt": ("fused", "adam"),
    "attn": ("sdpa", "eager"),
    "norm": ("rms", "man", "ln"),
    "qkv": ("1", "0"),
    "conv": ("cl", "conv", "unfold", "band", "shift"),
    "dyn": ("shift", "band", "unfold"),
    "relbias": ("1", "0"),
    "residual": ("bf16", "f32"),
}
OF_ALL = {"iters": 7, "secs": 1.0, "warm": 3, "warm_secs": 1.0, "dtype": "f32", "mode": "eager"}
OF_OPS = {"B": 8, "T": 512, "C": 512, "H": 8, "K": TAPS}
OF_MODELS = {"B": 8, "S": 128, "residual": "bf16"}
OF_MODELS.update((key, FORMS[key][0]) for key in ("attn", "norm", "qkv", "conv", "dyn", "relbias"))


class Refused(Exception):
    """The command line is wrong."""


# --- what an older torch lacks ----------------------------------------------------------------------------------------

_noted = set()


def has(feature, present):
    """Whether torch has a feature. Where it is measured it must; a trial on the CPU says once what it goes without."""
    if not present and torch.cuda.is_available():
        raise Refused(f"torch {torch.__version__} has no {feature}; take torch 2.4 or later")
    if not present and feature not in _noted:
        _noted.add(feature)
        print(f"torch_gpu: torch {torch.__version__} has no {feature}: done without it", file=sys.stderr)
    return present


def has_sdpa():
    version = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    return has("scaled_dot_product_attention with a scale (2.1)", version >= (2, 1))


def compiled(function, mode):
    if mode == "eager" or not has("torch.compile (2.0)", hasattr(torch, "compile")):
        return function
    return torch.compile(function, mode=mode)


def adam(weights, fused):
    settings = {"lr": 1e-4, "betas": (0.9, 0.999), "eps": 1e-8}
    if fused:
        try:
            return torch.optim.Adam(weights, fused=True, **settings)
        except (RuntimeError, TypeError):
            has("fused Adam for this device (2.0; 2.4 on a CPU)", False)
    return torch.optim.Adam(weights, **settings)


# --- computations -----------------------------------------------------------------------------------------------------


def rms_norm(x, w, form="rms"):
    if form == "rms" and has("rms_norm (2.4)", hasattr(F, "rms_norm")):
        return F.rms_norm(x, (x.size(-1),), w.to(x.dtype), 1e-6)
    wide = x.float()
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + 1e-6)).to(x.dtype) * w.to(x.dtype)


def attend(q, k, v, bias=None, scale=1.0, form="sdpa", drop=0.0, causal=False):
    """softmax(scale q k' + bias) v of [batch, heads, time, width]."""
    if form == "sdpa" and has_sdpa():
        bias = None if bias is None else bias.to(q.dtype)
        return F.scaled_dot_product_attention(q, k, v, bias, drop, causal, scale=scale)
    scores = torch.matmul(q, k.transpose(2, 3))
    scores = scores if scale == 1 else scores * scale
    if causal:
        scores = scores + torch.full_like(scores[0, 0], -1e9).triu(1)
    if bias is not None:
        scores = scores + bias
    weights = F.softmax(scores.float(), -1).to(v.dtype)
    return torch.matmul(F.dropout(weights, drop) if drop else weights, v)


def channels_last(x, w, padding, dilation=1):
    """A depthwise convolution of [batch, time, channels] where it lies, as conv2d on [batch, channels, 1, time]."""
    x = x.unsqueeze(1).permute(0, 3, 1, 2)
    return F.conv2d(x, w, padding=(0, padding), dilation=(1, dilation), groups=x.size(1))


def spread(w, channels):
    """Filters [heads, taps] as [channels, taps]."""
    return w.repeat_interleave(channels // w.size(0), 0)


def light_convolution(x, filters, form, causal=False):
    """Lightweight convolution of x [batch, time, channels] by softmax(filters [heads, taps])."""
    (batch, steps, channels), (heads, taps) = x.shape, filters.shape
    w = F.softmax(filters, -1).to(x.dtype)
    before = taps - 1 if causal else (taps - 1) // 2
    if form == "conv":
        y = F.conv1d(x.transpose(1, 2), spread(w, channels).unsqueeze(1), padding=before, groups=channels)
        return y[..., :steps].transpose(1, 2).contiguous()
    if form == "cl":
        x = F.pad(x, (0, 0, before, 0)) if causal else x
        y = channels_last(x, spread(w, channels).view(channels, 1, 1, taps), 0 if causal else before)
        return y.permute(0, 2, 3, 1).reshape(batch, steps, channels)
    if form == "shift":
        padded = F.pad(x, (0, 0, before, taps - 1 - before))
        w = spread(w, channels).t()
        y = padded[:, :steps] * w[0]
        for k in range(1, taps):
            y = torch.addcmul(y, padded[:, k : k + steps], w[k])
        return y
    return _each_position(x, w.expand(batch, steps, heads, taps), form, before)


def dynamic_convolution(x, w, taps, form, causal=False):
    """The same with filters of each position, softmax(x w') of w [heads * taps, channels]."""
    batch, steps, channels = x.shape
    before = taps - 1 if causal else (taps - 1) // 2
    s = F.softmax(F.linear(x, w).view(batch, steps, -1, taps), -1).to(x.dtype)
    if form != "shift":
        return _each_position(x, s, form, before)
    padded = F.pad(x, (0, 0, before, taps - 1 - before)).view(batch, steps + taps - 1, s.size(2), -1)
    y = padded[:, :steps] * s[..., :1]
    for k in range(1, taps):
        y = torch.addcmul(y, padded[:, k : k + steps], s[..., k : k + 1])
    return y.reshape(batch, steps, channels)


def _each_position(x, s, form, before):
    """fairseq's two forms, by windows (unfold) and by a band matrix; s [batch, time, heads, taps]."""
    (batch, steps, channels), (heads, taps) = x.shape, s.shape[2:]
    width = channels // heads
    if form == "unfold":
        windows = F.pad(x, (0, 0, before, taps - 1 - before)).unfold(1, taps, 1)
        windows = windows.reshape(batch * steps * heads, width, taps)
        return torch.bmm(windows, s.reshape(-1, taps, 1)).view(batch, steps, channels)
    rows = batch * heads
    long = steps + taps - 1
    band = x.new_zeros(rows, steps, long)
    flat = s.transpose(1, 2).reshape(rows, steps, taps)
    band.as_strided((rows, steps, taps), (steps * long, long + 1, 1)).copy_(flat)
    heads_apart = x.view(batch, steps, heads, width).transpose(1, 2).reshape(rows, steps, width)
    y = torch.bmm(band[:, :, before : before + steps], heads_apart)
    return y.view(batch, heads, steps, width).transpose(1, 2).reshape(batch, steps, channels)


def position_buckets(time, causal, device):
    """T5's bucket of each pair of positions, [query, key]: 32 of them, distances up to 128."""
    at = torch.arange(time, device=device)
    distance = at[None, :] - at[:, None]
    buckets, offset = (32, 0) if causal else (16, (distance > 0).long() * 16)
    distance = (-distance).clamp(min=0) if causal else distance.abs()
    exact = buckets // 2
    far = torch.log(distance.clamp(min=1).float() / exact) / math.log(128 / exact) * (buckets - exact)
    return offset + torch.where(distance < exact, distance, (exact + far.long()).clamp(max=buckets - 1))


# --- models -----------------------------------------------------------------------------------------------------------


class Layer(nn.Module):
    """A pre-norm block of the encoder, or of the decoder, which also reads the encoder's result."""

    def __init__(self, size, mixer, options, decoder):
        super().__init__()
        d, d_ff, self.heads = size[:3]
        self.mixer, self.options, self.causal = mixer, options, decoder
        inner = self.heads * 64
        s = 1 / math.sqrt(d)
        self.norm = Norm(d, options["norm"])
        if mixer == "t5":
            self.qkv = self._maps(s, 3, inner, d)
            self.out = parameter(s, d, inner)
        else:
            self.win = parameter(s, 2 * d, d)
            self.filters = parameter(0.3, self.heads, TAPS) if mixer == "lc" else parameter(s, self.heads * TAPS, d)
            self.out = parameter(s, d, d)
        if decoder:
            self.cross_norm = Norm(d, options["norm"])
            self.cross_q = parameter(s / 8, inner, d)
            self.cross_kv = self._maps(s, 2, inner, d)
            self.cross_out = parameter(s, d, inner)
        self.feed_norm = Norm(d, options["norm"])
        self.wide = parameter(s, d_ff, d)
        self.narrow = parameter(1 / math.sqrt(d_ff), d, d_ff)

    def _maps(self, deviation, count, inner, d):
        """Maps to queries, keys and values: in one weight, or apart (qkv=0)."""
        together = self.options["qkv"] == "1"
        shapes = [(count * inner, d)] if together else [(inner, d)] * count
        return nn.ParameterList([parameter(deviation, *shape) for shape in shapes])

    def split(self, x, maps, count):
        """x through maps, as `count` tensors [batch, heads, time, 64]."""
        ys = [F.linear(x, w).view(*x.shape[:2], -1, self.heads, 64) for w in maps]
        ys = [ys[0][:, :, i] for i in range(count)] if len(ys) == 1 else [y[:, :, 0] for y in ys]
        return [y.transpose(1, 2) for y in ys]

    def attend(self, q, k, v, bias):
        drop = self.options["drop"] if self.training else 0.0
        y = attend(q, k, v, bias, form=self.options["attn"], drop=drop)
        return y.transpose(1, 2).reshape(y.size(0), y.size(2), -1)

    def gate(self, x):
        return F.glu(F.linear(x, self.win), -1)

    def mix(self, x, bias):
        if self.mixer == "t5":
            return F.linear(self.attend(*self.split(x, self.qkv, 3), bias), self.out)
        if self.mixer == "lc":
            y = light_convolution(self.gate(x), self.filters, self.options["conv"], self.causal)
        else:
            y = dynamic_convolution(self.gate(x), self.filters, TAPS, self.options["dyn"], self.causal)
        return F.linear(y, self.out)

    def read(self, y, keys, values):
        q = self.split(self.cross_norm(y), [self.cross_q], 1)[0]
        return F.linear(self.attend(q, keys, values, None), self.cross_out)

    def feed(self, x):
        return F.linear(self.drop(F.linear(self.feed_norm(x), self.wide).relu()), self.narrow)

    def drop(self, x):
        p = self.options["drop"]
        return F.dropout(x, p) if p and self.training else x

    def forward(self, x, bias, states=None):
        x = x + self.drop(self.mix(self.norm(x), bias))
        if states is not None:
            x = x + self.drop(self.read(x, *self.split(states, self.cross_kv, 2)))
        return x + self.drop(self.feed(x))


class Norm(nn.Module):
    def __init__(self, d, form):
        super().__init__()
        self.form = form
        self.w = nn.Parameter(torch.ones(d))
        self.b = nn.Parameter(torch.zeros(d)) if form == "ln" else None

    def forward(self, x):
        if self.form == "ln":
            return F.layer_norm(x, self.w.shape, self.w.to(x.dtype), self.b.to(x.dtype), 1e-6).to(x.dtype)
        return rms_norm(x, self.w, self.form)


class Model(nn.Module):
    """An encoder-decoder of BENCH.md's table: t5 mixes by attention, lc and dc by convolution."""

    def __init__(self, name, options, stream=torch.float32):
        super().__init__()
        self.mixer, size = name.split("-")[0], SIZES[name.split("-")[1]]
        self.d, self.heads, self.vocabulary, self.stream = size[0], size[2], size[4], stream
        self.options = options
        self.embeddings = parameter(1, self.vocabulary, self.d)
        biased = self.mixer == "t5" and options["relbias"] == "1"
        self.tables = nn.ParameterList([parameter(0.1, 32, self.heads) for _ in range(2)] if biased else [])
        self.encoder = nn.ModuleList(Layer(size, self.mixer, options, False) for _ in range(size[3]))
        self.decoder = nn.ModuleList(Layer(size, self.mixer, options, True) for _ in range(size[3]))
        self.norms = nn.ModuleList(Norm(self.d, options["norm"]) for _ in range(2))

    def bias(self, time, causal):
        """Relative position bias of all layers of a stack, [1, heads, query, key]; -1e9 for keys after a query."""
        if self.mixer != "t5":
            return None
        device = self.embeddings.device
        bias = torch.zeros(1, 1, time, time, device=device)
        if len(self.tables):
            bias = self.tables[int(causal)][position_buckets(time, causal, device)].permute(2, 0, 1).unsqueeze(0)
        if causal:
            bias = bias + torch.full((time, time), -1e9, device=device).triu(1).to(bias.dtype)
        return bias

    def embed(self, ids):
        return F.embedding(ids, self.embeddings).to(self.stream)

    def encode(self, ids):
        x = self.encoder[0].drop(self.embed(ids))
        bias = self.bias(ids.size(1), False)
        for layer in self.encoder:
            x = layer(x, bias)
        return self.encoder[0].drop(self.norms[0](x))

    def decode(self, states, ids):
        y = self.decoder[0].drop(self.embed(ids))
        bias = self.bias(ids.size(1), True)
        for layer in self.decoder:
            y = layer(y, bias, states)
        return self.logits(y)

    def logits(self, y):
        return F.linear(self.decoder[0].drop(self.norms[1](y)) * self.d**-0.5, self.embeddings)

    def loss(self, source, target, labels):
        logits = self.decode(self.encode(source), target)
        return F.cross_entropy(logits.view(-1, self.vocabulary), labels.view(-1))


class Greedy:
    """Greedy decoding with caches of fixed size, so that every step has the same shapes and can be compiled."""

    def __init__(self, model, states, steps):
        self.model = model
        self.bias = model.bias(steps, True)
        self.memory = [[t.contiguous() for t in layer.split(states, layer.cross_kv, 2)] for layer in model.decoder]
        rows = states.size(0)
        shape = (2, rows, model.heads, steps, 64) if model.mixer == "t5" else (rows, TAPS, model.d)
        self.caches = [states.new_zeros(shape) for _ in model.decoder]

    def step(self, token, at):
        """Logits after a token [batch, 1] at position `at`, a tensor [1]."""
        y = self.model.embed(token)
        for layer, memory, cache in zip(self.model.decoder, self.memory, self.caches):
            x = layer.norm(y)
            y = y + (self._attend(layer, x, cache, at) if self.model.mixer == "t5" else self._convolve(layer, x, cache))
            y = y + layer.read(y, *memory)
            y = y + layer.feed(y)
        return self.model.logits(y)[:, 0]

    def _attend(self, layer, x, cache, at):
        q, k, v = layer.split(x, layer.qkv, 3)
        cache[0].index_copy_(2, at, k.to(cache.dtype))
        cache[1].index_copy_(2, at, v.to(cache.dtype))
        bias = self.bias.index_select(2, at)  # -1e9 for what has not been written yet
        return F.linear(layer.attend(q, cache[0], cache[1], bias), layer.out)

    def _convolve(self, layer, x, cache):
        g = layer.gate(x)
        cache.copy_(torch.cat((cache[:, 1:], g.to(cache.dtype)), 1))
        rows = x.size(0)
        if layer.mixer == "lc":
            w = F.softmax(layer.filters, -1).unsqueeze(0)
        else:
            w = F.softmax(F.linear(g, layer.filters).view(rows, layer.heads, TAPS), -1)
        windows = cache.view(rows, TAPS, layer.heads, -1)
        y = (windows * w.transpose(1, 2).unsqueeze(3).to(cache.dtype)).sum(1)
        return F.linear(y.reshape(rows, 1, -1), layer.out)


def parameter(deviation, *shape):
    return nn.Parameter(torch.randn(*shape) * deviation)


# --- cases ------------------------------------------------------------------------------------------------------------


class Case:
    """A name, its options, and where it runs."""

    def __init__(self, name, given, device):
        self.name, self.given, self.device = name, given, device
        self.parts = name.split(":")
        self.options = dict(OF_ALL, **self._known())
        for key, value in given.items():
            if key not in self.options:
                raise Refused(f"{name} has no option {key}; it has {', '.join(sorted(self.options))}")
            self.options[key] = self._value(key, value)
        self.dtype = torch.bfloat16 if self["dtype"] == "bf16" else torch.float32

    def _known(self):
        kind, rest = self.parts[0], self.parts[1:]
        if kind in ("gemm", "gemmnt", "gemmtn") and len(rest) == 1 or kind == "linear" and rest[1:] == ["fb"]:
            if len(rest[0].split(",")) == 3 and all(n.isdigit() and int(n) for n in rest[0].split(",")):
                return {}
        elif kind == "op" and rest and (rest[0] in ("adam", "adam_fused") or rest[1:] in (["f"], ["fb"])):
            return OF_OPS
        elif kind in ("train", "eval", "decode") and len(rest) == 1:
            mixer, _, size = rest[0].partition("-")
            if mixer in ("t5", "lc", "dc") and size in SIZES:
                train = {"T": 32, "drop": 0.0, "phase": "step", "opt": "fused"}
                return dict(OF_MODELS, **{"train": train, "decode": {"N": 64}}.get(kind, {}))
        raise Refused(f"there is no case {self.name}; --list names the usual ones")

    def _value(self, key, text):
        if key in FORMS:
            if text not in FORMS[key]:
                raise Refused(f"{self.name}: expected {key} to be one of {', '.join(FORMS[key])}, got {text}")
            return text
        try:
            number = float(text)
        except ValueError:
            number = -1
        least, most = (1, 1e9) if isinstance(self.options[key], int) else (0, 1 if key == "drop" else 1e9)
        if not least <= number < most or least and number != int(number):
            raise Refused(f"{self.name}: {key}={text} is no number that it can be")
        return int(number) if least else number

    def __getitem__(self, key):
        return self.options[key]

    def normal(self, *shape, deviation=1.0):
        return torch.randn(*shape, device=self.device).mul(deviation).to(self.dtype)

    def ids(self, below, *shape):
        return torch.randint(2, below, shape, device=self.device)

    def compiled(self, function):
        return compiled(function, self["mode"])


def product(case):
    m, k, n = (int(x) for x in case.parts[1].split(","))
    flops = 2.0 * m * k * n
    if case.parts[0] == "linear":
        x, w = case.normal(m, k).requires_grad_(), case.normal(n, k).requires_grad_()
        return backward(case.compiled(F.linear), [x, w]), {"flops": 3 * flops}
    a = case.normal(k, m).t() if case.parts[0] == "gemmtn" else case.normal(m, k)
    b = case.normal(n, k).t() if case.parts[0] == "gemmnt" else case.normal(k, n)
    run = case.compiled(torch.matmul)
    return no_grad(lambda: run(a, b)), {"flops": flops}


def backward(function, inputs):
    """Forward, then backward with ones to all inputs; gradients are dropped."""
    ones = torch.ones_like(function(*inputs).detach())

    def run():
        function(*inputs).backward(ones)
        for x in inputs:
            x.grad = None

    return run


def no_grad(function):
    return torch.no_grad()(function)


def operation(case):
    name, kind = case.parts[1], case.parts[-1]
    if name.startswith("adam"):
        weights = [case.normal(1024, 1024) for _ in range(60)]
        for w in weights:
            w.grad = case.normal(1024, 1024)
        return adam(weights, name == "adam_fused").step, {}
    inputs, function = operands(case, name)
    function = case.compiled(function)
    if kind == "fb":
        return backward(function, [x.requires_grad_() for x in inputs]), {}
    return no_grad(lambda: function(*inputs)), {}


def operands(case, name):
    """The inputs that gradients flow to, and what is computed from them."""
    b, t, c, h, k = (case[key] for key in "BTCHK")
    normal, rows = case.normal, b * t
    if name.startswith("dwconv"):
        apart = 4 if name.endswith("_dil4") else 1
        padding = k // 2 * apart
        if name.startswith("dwconv_cl"):
            return [normal(b, t, c), normal(c, 1, 1, k)], lambda x, w: channels_last(x, w, padding, apart)
        one = lambda x, w: F.conv1d(x, w, padding=padding, dilation=apart, groups=c)
        return [normal(b, c, t), normal(c, 1, k)], one
    kind, _, form = name.partition("_")
    if kind == "lightconv" and (form or "cl") in FORMS["conv"]:
        return [normal(b, t, c), normal(h, k)], lambda x, w: light_convolution(x, w, form or "cl")
    if kind == "dynconv" and (form or "shift") in FORMS["dyn"]:
        w = normal(h * k, c, deviation=0.05)
        return [normal(b, t, c), w], lambda x, w: dynamic_convolution(x, w, k, form or "shift")
    if name in ("sdpa", "sdpa_causal", "attn_eager"):
        how = "eager" if name == "attn_eager" else "sdpa"
        scale = (c // h) ** -0.5
        one = lambda q, k, v: attend(q, k, v, scale=scale, form=how, causal=name == "sdpa_causal")
        return [normal(b, h, t, c // h) for _ in range(3)], one
    if name in ("xent", "xent_small"):
        count, classes = (256, 32128) if name == "xent" else (4096, 8192)
        labels = case.ids(classes, count)
        return [normal(count, classes)], lambda x: F.cross_entropy(x, labels)
    if name == "embedding":
        ids = case.ids(32128, b, t)
        return [normal(32128, c)], lambda table: F.embedding(ids, table)
    simple = {
        "layernorm": ([(rows, c), (c,), (c,)], lambda x, w, b: F.layer_norm(x, (c,), w, b, 1e-5)),
        "rmsnorm": ([(rows, c), (c,)], rms_norm),
        "softmax": ([(b, h, t, t)], lambda x: F.softmax(x, -1)),
        "gelu": ([(rows, 4 * c)], F.gelu),
        "gelu_tanh": ([(rows, 4 * c)], lambda x: F.gelu(x, approximate="tanh")),
        "relu": ([(rows, 4 * c)], torch.relu),
        "glu": ([(rows, 2 * c)], lambda x: F.glu(x, -1)),
        "add": ([(rows, c)] * 2, torch.add),
        "dropout": ([(rows, c)], lambda x: F.dropout(x, 0.1)),
    }
    if name not in simple:
        raise Refused(f"no operation is called {name}")
    shapes, function = simple[name]
    return [normal(*shape) for shape in shapes], function


def model_case(case):
    kind = case.parts[0]
    options = dict(case.options, drop=case.options.get("drop", 0.0))
    half = case.dtype == torch.bfloat16
    stream = torch.bfloat16 if half and (kind != "train" or case["residual"] == "bf16") else torch.float32
    model = Model(case.parts[1], options, stream).to(case.device)
    facts = {"params": sum(p.numel() for p in model.parameters())}
    source = case.ids(model.vocabulary, case["B"], case["S"])
    if kind == "train":
        return training(case, model, source, half, facts)
    model = model.to(case.dtype).eval().requires_grad_(False)  # nobody needs master weights to answer
    if kind == "eval":
        encode = case.compiled(model.encode)
        return no_grad(lambda: encode(source)), dict(facts, tokens=source.numel())
    return no_grad(greedy(case, model, source)), dict(facts, tokens=case["B"] * case["N"])


def training(case, model, source, half, facts):
    """A step: float32 weights and optimizer; with dtype=bf16 products and activations are bfloat16, by autocast."""
    target, labels = (case.ids(model.vocabulary, case["B"], case["T"]) for _ in range(2))
    optimizer = adam(list(model.parameters()), case["opt"] == "fused")
    compute = case.compiled(model.loss)
    model.train()

    def run():
        with torch.autocast(case.device.type, torch.bfloat16, enabled=half):
            loss = compute(source, target, labels)
        if case["phase"] != "fwd":
            loss.backward()
            if case["phase"] == "step":
                optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        facts["loss_last"] = loss.detach()
        if "loss_first" not in facts:
            facts["loss_first"] = loss.detach().clone()

    targets = target.numel()
    facts.update(tokens=source.numel() + targets, targets=targets)
    return run if case["phase"] != "fwd" else no_grad(run), facts


def greedy(case, model, source):
    positions = torch.arange(case["N"], device=case.device)
    encode = case.compiled(model.encode)
    decoder = Greedy(model, torch.no_grad()(model.encode)(source), case["N"])  # one, so that steps are compiled once
    step = case.compiled(decoder.step)

    def run():
        fresh = Greedy(model, encode(source), case["N"])
        for old, new in zip(decoder.caches, fresh.caches):
            old.copy_(new)
        for old, new in zip(decoder.memory, fresh.memory):
            old[0].copy_(new[0])
            old[1].copy_(new[1])
        token = source.new_zeros(source.size(0), 1)
        for i in range(case["N"]):
            token = step(token, positions[i : i + 1]).argmax(-1, keepdim=True)

    return run


WORK = {"gemm": product, "gemmnt": product, "gemmtn": product, "linear": product, "op": operation}


# --- timing -----------------------------------------------------------------------------------------------------------


def repeat(work, iterations, seconds, device):
    """Milliseconds of each iteration: between events on the GPU's stream, which is waited for after each."""
    cuda = device.type == "cuda"
    times, begin = [], time.perf_counter()
    while len(times) < iterations or time.perf_counter() - begin < seconds:
        if cuda:
            first, last = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            first.record()
            work()
            last.record()
            last.synchronize()
            times.append(first.elapsed_time(last))
        else:
            start = time.perf_counter()
            work()
            times.append((time.perf_counter() - start) * 1e3)
    return times


def measure(case):
    device = case.device
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)
    work, facts = WORK.get(case.parts[0], model_case)(case)
    repeat(work, case["warm"], case["warm_secs"], device)
    cpu, begin = time.process_time(), time.perf_counter()
    times = repeat(work, case["iters"], case["secs"], device)
    share = (time.process_time() - cpu) / (time.perf_counter() - begin) / torch.get_num_threads()
    median = statistics.median(times)
    line = {"peer": "torch " + torch.__version__ + " " + case["mode"], "case": case.name}
    if case.given:
        line["opts"] = " ".join(f"{key}={value}" for key, value in sorted(case.given.items()))
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"
    line.update(device=name, threads=torch.get_num_threads(), median_ms=median, min_ms=min(times), n=len(times))
    line["cpu_share"] = share
    for fact, key, scale in (("flops", "gflops", 1e-9), ("tokens", "tok_s", 1), ("targets", "tgt_tok_s", 1)):
        if fact in facts:
            line[key] = facts.pop(fact) * scale / (median / 1e3)
    line.update((key, float(value) if key.startswith("loss") else value) for key, value in facts.items())
    line["rss_peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if device.type == "cuda":
        line["device_peak_mb"] = torch.cuda.max_memory_allocated(device) / 2**20
    print(json.dumps({key: round(v, 4) if isinstance(v, float) else v for key, v in line.items()}), flush=True)


# --- checks -----------------------------------------------------------------------------------------------------------


def check(device):
    """Fails unless all forms of a computation agree, caches give what a whole pass gives, and parameters are right."""
    torch.manual_seed(1)
    x, w = torch.randn(2, 11, 8, device=device), torch.randn(2, TAPS, device=device)
    projection = torch.randn(2 * TAPS, 8, device=device)
    for causal in (False, True):
        same("lightconv", [light_convolution(x, w, form, causal) for form in FORMS["conv"]])
        same("dynconv", [dynamic_convolution(x, projection, TAPS, form, causal) for form in FORMS["dyn"]])
    q, k, v, bias = (torch.randn(2, 3, 5, n, device=device) for n in (4, 4, 4, 5))
    same("attention", [attend(q, k, v, bias, form=form) for form in FORMS["attn"]])
    for name in ("t5-mini", "lc-mini", "dc-mini"):
        for given in ({}, {"qkv": "0", "attn": "eager", "norm": "man"}):
            case = Case("train:" + name, given, device)
            model = Model(name, case.options).to(device).eval()
            source, target = case.ids(8192, 2, 9), case.ids(8192, 2, 6)
            with torch.no_grad():
                states = model.encode(source)
                decoder = Greedy(model, states, 6)
                steps = [decoder.step(target[:, i : i + 1], torch.tensor([i], device=device)) for i in range(6)]
                same(name, [model.decode(states, target), torch.stack(steps, 1)])
    options = Case("train:t5-mini", {}, device).options
    for name, count in PARAMETERS.items():
        with torch.device("meta") if hasattr(torch.device, "__enter__") else contextlib.nullcontext():
            found = sum(p.numel() for p in Model(name, options).parameters())
        if found != count:
            sys.exit(f"torch_gpu: {name} has {found} parameters, not {count}")
    print("torch_gpu: all forms agree; parameters are those of the table")


def same(name, results):
    for other in results[1:]:
        worst = (other - results[0]).abs().max().item()
        if not worst < 1e-4 * max(1, results[0].abs().max().item()):
            sys.exit(f"torch_gpu: {name}: two forms differ by {worst}")


# --- command line -----------------------------------------------------------------------------------------------------


def usual_cases():
    big = ["mode=" + mode for mode in ("eager", "default")]
    cases = [f"gemm:{n},{n},{n} dtype=bf16" for n in (1024, 4096, 8192)]
    cases += [f"linear:{size}:fb dtype=bf16" for size in ("40064,768,3072", "7296,768,32128")]
    names = ("lightconv", "dynconv", "rmsnorm", "softmax", "sdpa", "xent")
    cases += [f"op:{name}:fb dtype=bf16" for name in names]
    cases += ["op:adam_fused"]
    for model in ("t5-base", "lc-base", "dc-base"):
        cases += [f"train:{model} dtype=bf16 B=64 S=512 T=114 {mode}" for mode in big]
        cases += [f"eval:{model} dtype=bf16 B=64 S=512", f"decode:{model} dtype=bf16 B=64 S=512 N=64"]
    return cases


def parse(words, device):
    cases = []
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            cases.append((word, {}))
        elif not cases or key in cases[-1][1]:
            raise Refused(f"the option {word} stands before any case, or is given twice")
        else:
            cases[-1][1][key] = value
    return [Case(name, given, device) for name, given in cases]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="CASE", help="a case, or an option of the case before it")
    parser.add_argument("--device", default="cuda", help="cuda, cuda:N or cpu")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    if asked.list:
        print("\n".join(usual_cases()))
        return
    if asked.device.startswith("cuda") and not torch.cuda.is_available():
        raise Refused(f"torch {torch.__version__} sees no CUDA device; --device cpu tries the cases without one")
    device = torch.device(asked.device)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False  # f32 is f32, as Gatun's is
    if asked.check:
        check(device)
        return
    if not asked.words:
        raise Refused("name a case, such as train:lc-small; --list names the usual ones")
    for case in parse(asked.words, device):
        measure(case)


if __name__ == "__main__":
    try:
        main()
    except Refused as refused:
        print(f"torch_gpu: {refused}", file=sys.stderr)
        sys.exit(2)
