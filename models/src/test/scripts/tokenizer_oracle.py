#!/usr/bin/env python3
"""Compares Gatun's tokenizer with the C++ SentencePiece tools, and makes the fixtures that tests hold it to.

    python3 models/src/test/scripts/tokenizer_oracle.py agreement [WORKDIR]
    python3 models/src/test/scripts/tokenizer_oracle.py fixtures [WORKDIR]

Run from the repository root after `mvn compile`. Needs spm_train, spm_encode, spm_decode and spm_normalize (Debian:
`sentencepiece`) and a JDK 25 in JAVA_HOME; `agreement` needs that JDK's lib/src.zip.
"""

import html
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
RESOURCES = HERE.parent / "resources/io/gatun/text"
JAVA_HOME = Path(os.environ.get("JAVA_HOME", ""))
JAVA = JAVA_HOME / "bin/java"
T5_IDS = ["--unk_id=2", "--bos_id=-1", "--eos_id=1", "--pad_id=0"]

HAND_MADE = [
    b"", b" ", b"   ", b"\t", "▁".encode(), "▁▁ a".encode(), "a▁b ▁ c".encode(), b" a  b   c ", b"a\tb\tc",
    "a\u00a0b \u00a0 c".encode(), "a\u200bb\u200cc\u200dd\ufeffe\u2060f".encode(), "\ufeffBOM first".encode(),
    "soft\u00adhyphen".encode(),
    "😀👨\u200d👩\u200d👧\u200d👦 👍🏽 🇩🇪 ❤\ufe0f".encode(),
    "e\u0301 a\u0308\u0304 o\u031b\u0323 A\u030a q\u0307\u0323 \u1100\u1161\u11a8 \u3131\u314f \u304b\u3099".encode(),
    "Å Å Ａ ﬁ ﬂ ﬃ ﬀ ﷺ ﷻ ½ ¼ ² ³ ™ ℃ № Ⅳ ㎏ ㍿ ①".encode(),
    "Ｆｕｌｌ ｗｉｄｔｈ　ｔｅｘｔ！？　ｶﾞｷﾞｸﾞ ～ ﾊﾟ".encode(),
    "العربية مُحَمَّد ﷲ لا إله ﻻ".encode(), "中文字符，标点。日本語テスト 한국어 ㈜".encode(), "ภาษาไทย น้ำ ทำ กำ".encode(),
    "हिन्दी क्षत्रिय བོད་ ខ្មែរ".encode(), "Ελληνικά ῥᾴδιος Ἀθῆναι ϐϑ".encode(), "Русский ё й Ѐ".encode(),
    "עברית שָׁלוֹם \u200f rtl \u200e".encode(),
    bytes(range(1, 10)) + b"x" + bytes(range(11, 32)) + b"y\x7f z", "c1 \u0080\u0085\u008f\u0090\u009f end".encode(),
    b"a\x00b\x00 c", b"\x00", b"a\r", b"a\rb\r\r", b"\x0b\x0c x",
    b"bad \xff\xfe \xc0\xaf \xe2\x82 \xed\xa0\x80 \xf4\x90\x80\x80 \xf8\x88\x80\x80\x80 ok", b"\xe2", b"\x80\x81",
    b"trunc \xf0\x9f\x98", b"\xe2\x96", b"mix\xe2(\xa1", b"\xc3", b"a\xcc", b"e\xcc\x81\xcc", "\ufffd real".encode(),
    "\u2028line\u2029para\u1680ogham\u2003em\u3000ideo".encode(), b"<unk> <s> </s> <pad> <0x41> <0xFF> <extra_id_0>",
    "⁇ ▅ ▅▅ x".encode(), "\U0010ffff\U000e0001\ue000\uf8ff\ufdd0\ufffe".encode(), "𝒜𝓫𝔠 𝟘𝟙𝟚 🄰 🅰 🆎 𝄞 𐍈".encode(),
    b"UPPER lower MiXeD 1234567890 3.14159e-10 0xDEADBEEF", b"http://example.com/a?b=c&d=%20#frag user@host",
    b"{@code foo.bar(baz[0])} -> \\n \\u0041 '\"`",
]


def long_lines(n):
    return [("word " * n).encode(), ("x" * 4 * n).encode(), ("ab€😀" * n).encode(), ("\u0301" * n).encode(),
            (" " * n + "z" + " " * n).encode(), ("日本" * n).encode()]


def random_lines(mixed, raw, damaged):
    r = random.Random(7)
    ranges = [(0x20, 0x7f)] * 3 + [(0xa0, 0x250), (0x300, 0x370), (0x1100, 0x1200), (0x2000, 0x2070), (0x2500, 0x25a0),
                                   (0x3040, 0x3100), (0xac00, 0xac80), (0xff00, 0xffef), (0x1f600, 0x1f640),
                                   (0x1d400, 0x1d480), (0xf900, 0xfa00)]
    pool = [chr(c) for a, b in ranges for c in range(a, b)] + [" "] * 300 + ["▁"] * 40
    no_lf = [b for b in range(256) if b != 10]

    def text():
        return "".join(r.choice(pool) for _ in range(r.randint(1, 60))).encode()

    lines = [text() for _ in range(mixed)]
    lines += [bytes(r.choice(no_lf) for _ in range(r.randint(1, 40))) for _ in range(raw)]
    for _ in range(damaged):
        line = bytearray(text())
        for _ in range(r.randint(1, 4)):
            line[r.randrange(len(line))] = r.choice(no_lf)
        lines.append(bytes(line))
    return lines


def every_character():
    """All characters up to U+2FFFF, in order with spaces between, and shuffled without."""
    points = [c for c in range(1, 0x30000) if not 0xd800 <= c < 0xe000 and c != 10]
    lines = [" a".join(map(chr, points[i:i + 40])).encode() for i in range(0, len(points), 40)]
    random.Random(8).shuffle(points)
    return lines + ["".join(map(chr, points[i:i + 30])).encode() for i in range(0, len(points), 30)]


def javadoc_sentences():
    sentences = {}
    with zipfile.ZipFile(JAVA_HOME / "lib/src.zip") as sources:
        for name in sorted(sources.namelist()):
            if not (name.startswith("java.") and name.endswith(".java")):
                continue
            text = sources.read(name).decode("utf-8", "replace")
            for comment in re.findall(r"/\*\*(.*?)\*/", text, re.S):
                prose = "\n".join(re.sub(r"^\s*\*? ?", "", line) for line in comment.split("\n"))
                prose = re.sub(r"\{@\w+\s+([^}]*)\}", r"\1", re.sub(r"<[^>]+>", " ", prose))
                for sentence in re.split(r"(?<=[.!?])\s+|\n\n", html.unescape(prose)):
                    sentence = re.sub(r"\s+", " ", sentence).strip()
                    if len(sentence) > 15:
                        sentences[sentence] = None
    shuffled = list(sentences)
    random.Random(1).shuffle(shuffled)
    return [s.encode() for s in shuffled]


def write(path, lines):
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def quiet(*command):
    subprocess.run([str(c) for c in command], check=True, stderr=subprocess.DEVNULL)


def ours(*args):
    subprocess.run([str(JAVA), "-cp", str(ROOT / "models/target/classes"), str(HERE / "TokenizerLines.java"), *map(str, args)],
                   check=True)


def spm_train(corpus, model, vocab, *flags):
    quiet("spm_train", f"--input={corpus}", f"--model_prefix={model.with_suffix('')}", f"--vocab_size={vocab}",
          "--minloglevel=2", *flags)
    return model


def spm_encode(model, form, lines, out):
    quiet("spm_encode", f"--model={model}", f"--output_format={form}", f"--output={out}", lines)
    return out


def spm_decode(model, ids, out):
    quiet("spm_decode", f"--model={model}", "--input_format=id", f"--output={out}", ids)
    return out


def random_ids(model, count):
    pieces = len(subprocess.run(["spm_export_vocab", f"--model={model}"], capture_output=True, check=True)
                 .stdout.split(b"\n")) - 1
    r = random.Random(5)
    return [" ".join(str(r.choice([r.randrange(pieces), r.randrange(min(pieces, 262)), r.randrange(4)]))
                     for _ in range(r.randint(0, 12))).encode() for _ in range(count)]


def rules(source, work):
    """The replacement rules as the C++ tools read them back out of a charsmap."""
    quiet("spm_normalize", source, "--decompile", f"--output={work / 'rules.tsv'}")
    return {tuple(line.split("\t")[:2]) for line in (work / "rules.tsv").read_text().split("\n") if line}


def differing(theirs, own):
    a, b = theirs.read_bytes().split(b"\n"), own.read_bytes().split(b"\n")
    return len(a) - 1, sum(x != y for x, y in zip(a, b)) + abs(len(a) - len(b))


def agreement(work):
    prose = javadoc_sentences()
    texts = {
        "javadoc": write(work / "javadoc.txt", prose[:10000]),
        "nasty": write(work / "nasty.txt", HAND_MADE + long_lines(3000) + random_lines(3000, 1500, 1000)
                       + every_character()),
    }
    plain = write(work / "train.txt", prose[10000:35000])
    mixed = write(work / "mixed.txt", prose[10000:18000] + HAND_MADE * 20)
    models = {
        "C++ nmt_nfkc": spm_train(mixed, work / "c1.model", 2000),
        "C++ nmt_nfkc, bytes, T5 ids": spm_train(plain, work / "c2.model", 4000, "--byte_fallback", *T5_IDS),
        "C++ identity": spm_train(mixed, work / "c3.model", 1500, "--normalization_rule_name=identity"),
        "C++ identity, bytes, T5 ids": spm_train(mixed, work / "c4.model", 2000, "--byte_fallback",
                                                 "--normalization_rule_name=identity", *T5_IDS),
        "C++ user-defined and control symbols": spm_train(
            mixed, work / "c5.model", 1500, "--user_defined_symbols=Object,ﬁ,(),<sep>, the,▁fo", "--control_symbols=<ctl>"),
        "C++ space as suffix, extra spaces kept": spm_train(
            mixed, work / "c6.model", 1500, "--treat_whitespace_as_suffix", "--remove_extra_whitespaces=false"),
        "C++ nfkc_cf, no dummy prefix": spm_train(mixed, work / "c7.model", 1500, "--add_dummy_prefix=false",
                                                  "--remove_extra_whitespaces=false", "--normalization_rule_name=nfkc_cf"),
    }
    for name, corpus, vocab, *options in [
            ("ours NFKC, bytes", plain, 4000, "nfkc", "bytes", 0.9995),
            ("ours NFKC, bytes, mixed text", mixed, 2000, "nfkc", "bytes", 0.9995),
            ("ours NFKC, no bytes, mixed text", mixed, 1200, "nfkc", "nobytes", 0.9995),
            ("ours identity, bytes, mixed text", mixed, 2000, "identity", "bytes", 1.0)]:
        models[name] = work / f"g{len(models)}.model"
        print(name)
        ours("train", corpus, vocab, models[name], *options)
    failed = 0
    for name, model in models.items():
        results = []
        for label, lines in texts.items():
            for form, own in [("id", "ids"), ("piece", "pieces")]:
                theirs = spm_encode(model, form, lines, work / f"theirs.{form}")
                ours(own, model, lines, work / f"ours.{form}")
                results.append((f"{label} {own}", *differing(theirs, work / f"ours.{form}")))
            ours("text", model, work / "theirs.id", work / "ours.text")
            results.append((f"{label} decoded", *differing(spm_decode(model, work / "theirs.id", work / "theirs.text"),
                                                           work / "ours.text")))
        ids = write(work / "random.id", random_ids(model, 3000))
        ours("text", model, ids, work / "ours.text")
        results.append(("random ids decoded", *differing(spm_decode(model, ids, work / "theirs.text"), work / "ours.text")))
        print(name + ": " + ", ".join(f"{what} {bad} of {n} differ" for what, n, bad in results), flush=True)
        failed += sum(bad for _, _, bad in results)
    theirs, own = rules("--normalization_rule_name=nmt_nfkc", work), rules(f"--model={models['ours NFKC, bytes']}", work)
    print(f"rules: {len(theirs)} of the C++ tools' nmt_nfkc, {len(theirs - own)} of them missing or other in ours, "
          f"{len(own - theirs)} more in ours")
    failed += len(theirs - own)
    for name in ["C++ nmt_nfkc, bytes, T5 ids", "ours NFKC, bytes"]:
        tokens = spm_encode(models[name], "id", texts["javadoc"], work / "tokens").read_bytes().split()
        print(f"{name}: {len(tokens)} tokens for the 10,000 sentences")
    ours("speed", models["ours NFKC, bytes"], texts["javadoc"], "-")
    return failed


def fixtures(work):
    lines = write(work / "lines.txt", HAND_MADE + long_lines(300) + random_lines(50, 25, 25))
    corpus = write(work / "corpus.txt", (ROOT / "LICENSE").read_bytes().split(b"\n") * 3 + HAND_MADE[:24])
    # all of nmt_nfkc would take 240 kB; its rules for what is in the lines do the same here
    text = lines.read_bytes().decode("utf-8", "ignore") + "\ufffd"
    rules = work / "nmt_nfkc.tsv"
    quiet("spm_normalize", "--normalization_rule_name=nmt_nfkc", "--decompile", f"--output={rules}")
    kept = [line for line in rules.read_text().split("\n")
            if line and "".join(chr(int(c, 16)) for c in line.split("\t")[0].split(" ")) in text]
    rules.write_text("\n".join("\t".join(line.split("\t")[:2]) for line in kept) + "\n")
    nfkc = [f"--normalization_rule_tsv={rules}", "--character_coverage=0.98"]
    identity = ["--normalization_rule_name=identity", "--character_coverage=0.98"]
    models = {
        "nfkc": spm_train(corpus, work / "nfkc.model", 400, *nfkc),
        "nfkc-bytes": spm_train(corpus, work / "nfkc-bytes.model", 600, "--byte_fallback", *nfkc, *T5_IDS),
        "identity-bytes": spm_train(corpus, work / "identity-bytes.model", 600, "--byte_fallback", *identity, *T5_IDS),
        "user-defined": spm_train(corpus, work / "user-defined.model", 400, *identity, "--control_symbols=<ctl>",
                                  "--user_defined_symbols=Work,ﬁ,(),<sep>, the,▁of"),
        "suffix": spm_train(corpus, work / "suffix.model", 400, *identity, "--treat_whitespace_as_suffix",
                            "--remove_extra_whitespaces=false"),
        "gatun": work / "gatun.model",
    }
    ours("train", corpus, 600, models["gatun"], "identity", "bytes", 0.98)
    RESOURCES.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(RESOURCES / "sentencepiece.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:

        def keep(name, file):
            # a fixed time, so that the same content gives the same file
            out.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)

        keep("lines.txt", lines)
        for name, model in models.items():
            keep(f"{name}/model", model)
            if "bytes" not in name:  # there, ids say all
                keep(f"{name}/pieces", spm_encode(model, "piece", lines, work / "pieces"))
            keep(f"{name}/ids", spm_encode(model, "id", lines, work / "ids"))
            keep(f"{name}/text", spm_decode(model, work / "ids", work / "text"))
            ids = write(work / "random-ids", random_ids(model, 200))
            keep(f"{name}/random-ids", ids)
            keep(f"{name}/random-text", spm_decode(model, ids, work / "text"))
    print((RESOURCES / "sentencepiece.zip").stat().st_size, "bytes in", RESOURCES / "sentencepiece.zip")
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[1] not in ("agreement", "fixtures"):
        sys.exit(__doc__)
    if not JAVA.exists():
        sys.exit("set JAVA_HOME to a JDK 25; it is " + (os.environ.get("JAVA_HOME") or "not set"))
    directory = Path(sys.argv[2] if len(sys.argv) == 3 else tempfile.mkdtemp(prefix="tokenizer-"))
    directory.mkdir(parents=True, exist_ok=True)
    sys.exit(1 if {"agreement": agreement, "fixtures": fixtures}[sys.argv[1]](directory) else 0)
