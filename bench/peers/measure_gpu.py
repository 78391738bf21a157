#!/usr/bin/env python3
"""Validates and times Gatun on a GPU, and PyTorch beside it; then makes a table of both.

    measure_gpu.py run FOLDER [STEP ...]   runs all steps, or those named, and leaves their output in FOLDER
    measure_gpu.py table FOLDER            Markdown of what FOLDER holds

Steps, most important first: info, validate, operations, models, torch, profile, compiled, sanitizer; what they say
beside results is in errors.log. They take half an hour at most, and sanitizer, which runs only if it is named, ten
minutes. GATUN is the command that starts Gatun (./gatun); PyTorch is that of this Python, and its steps are left out
where it has none, as is sanitizer where there is no compute-sanitizer.
"""

import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

TORCH = str(Path(__file__).with_name("torch_gpu.py"))
BRIEF = "warm_secs=0.5 secs=0.5"
B, T, C, H = 64, 1024, 1024, 16
ROWS = f"B={B} T={T} C={C} H={H}"
ELEMENTS = B * T * C
SCORES = "B=16 H=16 T=1024 C=1024"
HEADS = "B=16 T=512 C=768 H=12"
BASE = "B=64 S=512 T=114"

# The least that an operation moves, in tensors of B x T x C elements: inputs, results, and those of its gradients.
TENSORS = {
    "add:f": 3,
    "rmsnorm:f": 2,
    "rmsnorm:fb": 5,
    "layernorm:fb": 5,
    "glu:fb": 8,
    "gelu:fb": 20,
    "dropout:fb": 4,
    "lightconv:f": 2,
    "lightconv:fb": 5,
    "dwconv:fb": 5,
    "embedding:fb": 3 + 32128 / (B * T),
    "dynconv:fb": None,  # has products within
}
ROWS_OF_SCORES = {"softmax:f": 2, "softmax:fb": 5}
PRODUCTS = ("gemm:4096,4096,4096", "gemm:8192,8192,8192", "linear:32768,768,3072:fb", "linear:32768,512,512:fb",
            "linear:7296,768,32128:fb")
SMALL = ("t5-small", "lc-small", "dc-small")
LARGE = ("t5-base", "lc-base", "dc-base")
TYPES = {"f32": 4, "bf16": 2}
SHARING = ("softmax", "softmaxgradient", "rmsnorm", "rmsnormgradient", "layernorm", "layernormgradient", "crossentropy",
           "crossentropygradient", "sum", "log_sum_exp", "argmax", "topk", "convolve", "convolveinputgradient",
           "convolveweightgradient", "attention", "attentiongradient", "matmul", "scaledmatmul", "takerows", "addrows",
           "gather", "scatteradd", "adafactorfactored")
ONLY_IF_NAMED = ("sanitizer",)


def operations():
    cases = []
    for dtype in TYPES:
        cases += [f"{case} dtype={dtype} {BRIEF}" for case in PRODUCTS]
        cases += [f"op:{name} {ROWS} dtype={dtype} {BRIEF}" for name in TENSORS]
        cases += [f"op:{name} {SCORES} dtype={dtype} {BRIEF}" for name in ROWS_OF_SCORES]
        cases += [f"op:sdpa:{form} {HEADS} dtype={dtype} {BRIEF}" for form in ("f", "fb")]
        cases.append(f"op:xent:fb dtype={dtype} {BRIEF}")
    return cases + [f"op:adam {BRIEF}"]


def models(compiled=""):
    cases = [f"train:{name} dtype=bf16 {BRIEF} {compiled}" for name in SMALL]
    cases += [f"train:{name} dtype=bf16 {BASE} {BRIEF} {compiled}" for name in LARGE]
    if not compiled:
        cases += [f"decode:{name} dtype=bf16 warm_secs=3 secs=1" for name in SMALL]
    return cases


def steps(folder):
    gatun = shlex.split(os.environ.get("GATUN", str(Path(__file__).parents[2] / "gatun")))
    bench = [*gatun, "bench", "--device", "cuda", "--json"]
    torch = [sys.executable, TORCH]
    copy = [sys.executable, str(Path(__file__)), "copy"]
    return {  # step: (seconds at most, [(file, command)])
        "info": (60, [("info.txt", [*gatun, "info"])]),
        "validate": (180, [("validate.txt", [*gatun, "validate", "--device", "cuda"])]),
        "operations": (150, [("operations.jsonl", [*bench, *words(operations())])]),
        "models": (150, [("models.jsonl", [*bench, *words(models())])]),
        "torch": (240, [("torch.jsonl", [*torch, *words(operations() + models())]), ("copy.jsonl", copy)]),
        "profile": (120, [("profiled.jsonl", profiled(bench, name, folder)) for name in LARGE]),
        "compiled": (400, [("compiled.jsonl", [*torch, *words(models("mode=default"))])]),
        "sanitizer": (300, [(f"{tool}.txt", sanitized(gatun, tool)) for tool in ("memcheck", "racecheck")]),
    }


def profiled(bench, name, folder):
    times = f"-Dcuda.profile={folder / name}.times"
    command = [*bench, *words([f"train:{name} dtype=bf16 {BASE} warm=1 warm_secs=0 secs=0 iters=3"])]
    options = [f"{key}={' '.join([os.environ.get(key, ''), times]).strip()}" for key in ("JAVA_OPTS", "GATUN_JAVA_OPTS")]
    return ["env", *options, *command]


def sanitized(gatun, tool):
    """Kernels with shared memory or indices of their own, watched by the GPU's own sanitizer."""
    watch = ["compute-sanitizer", "--tool", tool, "--target-processes", "all", "--error-exitcode", "1"]
    return [*watch, *gatun, "validate", "--device", "cuda", "--ops", ",".join(SHARING)]


def missing(name):
    """What a step needs and this machine does not have."""
    if name in ("torch", "compiled") and importlib.util.find_spec("torch") is None:
        return f"{sys.executable} has no torch"
    if name == "sanitizer" and shutil.which("compute-sanitizer") is None:
        return "there is no compute-sanitizer"
    return None


def words(cases):
    return [word for case in cases for word in case.split()]


def run(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for name, (seconds, commands) in steps(folder).items():
        if name not in names if names else name in ONLY_IF_NAMED:
            continue
        if reason := missing(name):
            print(f"{name}: left out, {reason}")
            continue
        for file, command in commands:
            begin = time.time()
            unfinished = folder / f"{file}.part"  # what was measured before stays until there is better
            with open(unfinished, "w") as out, open(folder / "errors.log", "a") as err:
                try:
                    status = subprocess.run(command, stdout=out, stderr=err, timeout=seconds).returncode
                    failed += status != 0
                except subprocess.TimeoutExpired:
                    status = f"stopped after {seconds} s"
                    failed += 1
                except OSError as e:
                    sys.exit(f"measure_gpu: cannot start {command[0]}: {e.strerror}; GATUN names the command that starts Gatun")
            if status == 0 or not (folder / file).exists():
                unfinished.rename(folder / file)
            print(f"{name}: {file}, status {status}, {time.time() - begin:.0f} s", flush=True)
    if failed:
        sys.exit(f"measure_gpu: {failed} of the commands failed; {folder / 'errors.log'} has what they said")


def copy():
    """Times a copy within the device, of 1 GiB."""
    import torch

    a = torch.rand(1 << 28, device="cuda")
    b = torch.empty_like(a)
    times = []
    for _ in range(30):
        begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
        begin.record()
        b.copy_(a)
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end))
    median = sorted(times[5:])[12]
    print(json.dumps({"device": torch.cuda.get_device_name(), "median_ms": median, "tb_s": 2 * 4 * (1 << 28) / median / 1e9}))


# --- the table --------------------------------------------------------------------------------------------------------


def lines(file):
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text().splitlines() if line.startswith("{")]


def key(line):
    """What a case is, without how long it was repeated."""
    how = ("secs=", "warm_secs=", "mode=", "iters=", "warm=")
    return " ".join([line["case"], *(word for word in line.get("opts", "").split() if not word.startswith(how))])


def traffic(line):
    """Bytes that must move, or none where arithmetic decides."""
    options = dict(word.split("=") for word in line.get("opts", "").split())
    name, bytes_each = line["case"].removeprefix("op:"), TYPES[options.get("dtype", "f32")]
    if name == "adam":
        return 60 * 1024 * 1024 * 28
    if name in ROWS_OF_SCORES:
        return ROWS_OF_SCORES[name] * 16 * 16 * 1024 * 1024 * bytes_each
    tensors = TENSORS.get(name)
    return tensors and tensors * ELEMENTS * bytes_each


def table(folder):
    if not lines(folder / "operations.jsonl") + lines(folder / "models.jsonl"):
        sys.exit(f"measure_gpu: {folder} has neither operations.jsonl nor models.jsonl with lines: run it first")
    eager = {key(line): line for line in lines(folder / "torch.jsonl")}
    compiled = {key(line): line for line in lines(folder / "compiled.jsonl")}
    for line in lines(folder / "copy.jsonl"):
        print(f"A copy within {line['device']} moves {line['tb_s']:.2f} TB/s, counting what is read and what is written.\n")
    print("| case | ms | TB/s | TFLOP/s | PyTorch, ms | PyTorch / Gatun | compiled, ms | compiled / Gatun |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for line in lines(folder / "operations.jsonl") + lines(folder / "models.jsonl"):
        ours, moved = line["median_ms"], traffic(line)
        cells = [key(line), f"{ours:.3f}", f"{moved / ours / 1e9:.2f}" if moved else ""]
        cells.append(f"{line['gflops'] / 1e3:.0f}" if "gflops" in line else "")
        for peer in (eager.get(key(line)), compiled.get(key(line))):
            cells += [f"{peer['median_ms']:.3f}", f"{peer['median_ms'] / ours:.2f}"] if peer else ["", ""]
        print("| " + " | ".join(cells) + " |")


def main(words):
    if words[:1] == ["copy"]:
        copy()
    elif len(words) >= 2 and words[0] == "run" and all(word in steps(Path(".")) for word in words[2:]):
        run(Path(words[1]), words[2:])
    elif len(words) == 2 and words[0] == "table":
        table(Path(words[1]))
    elif words in (["--help"], ["-h"]):
        print(__doc__)
    else:
        unknown = [word for word in words[2:] if word not in steps(Path("."))]
        print(f"measure_gpu: no step {unknown[0]}" if unknown else __doc__, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
