#!/usr/bin/env python3
"""Records token ids of other implementations for 500 strings; Tests/Tokenizers compares with them.

    $(Tests/Reference/setup.sh) Tests/Reference/record_tokens.py [--models FOLDER] [--count N] [--seed N] [--out FILE]

llama-cpp-python tokenizes for the two GGUF vocabularies (special tokens parsed, and not parsed where that differs),
Hugging Face's tokenizers for all-MiniLM-L6-v2 (cut at 64 tokens; special tokens in a text are characters). The first
strings are written by hand, the rest are mixed at random from alphabets that are hard to cut. The output is one JSON
object a line and depends on nothing but the seed, so a second recording is the same file. Beside it, chat.jsonl holds
conversations as each GGUF file's own chat template (run by Jinja2) writes them down, with their ids.
"""
import argparse
import json
import os
import random
from pathlib import Path

HAND_WRITTEN = [
    # English, with contractions in both cases
    "", "a", " ", "Hello, world!", "The quick brown fox jumps over the lazy dog.", "I'm sure they've said we'll, he'd, it's, don't.",
    "I'M SURE THEY'VE SAID WE'LL, HE'D, IT'S, DON'T.", "'s't're've'm'll'd", "'S'T'RE'VE'M'LL'D", "rock 'n' roll o'clock 'tis",
    "don’t won’t it’s", "'", "''", "'r", "'re", "x'l", "x'll'", "Mr. O'Brien's dogs' tails", "e.g. i.e. U.S.A. Ph.D.",
    "state-of-the-art well-known re-enter", "Uncommonwordification antidisestablishmentarianism",
    # Finance, medicine, programming
    "The P/E ratio is price divided by earnings per share: 50 / 2.5 = 20.", "EBITDA margin rose 3.5% to $1,234,567.89 (Q4 2023).",
    "WACC = E/V * Re + D/V * Rd * (1 - Tc)", "Metformin is contraindicated when eGFR < 30 mL/min/1.73m2.",
    "Give 500 mg b.i.d.; max. 2 g/day.", "HbA1c ≥ 6.5 % (48 mmol/mol)", "Na⁺ 135–145 mmol/L, K⁺ 3.5–5.0", "5 µg, 5 μg, 20 ℃, 98.6°F",
    "def f(x):\n    return x ** 2\n", "for (int i = 0; i < n; ++i) {\n\tsum += a[i];\n}\n", "let x: [String: Int]? = nil // why\n",
    "SELECT name, COUNT(*) FROM t WHERE a <> 'b' GROUP BY name;", "if err != nil { return fmt.Errorf(\"%w\", err) }",
    "#include <stdio.h>\r\nint main(void) { return 0; }\r\n", "snake_case camelCase PascalCase kebab-case SCREAMING_CASE",
    "a+=1;b-=2;c*=3;d/=4;e%=5;f<<=6;g>>=7", "<div class=\"x\">&nbsp;&amp;</div>", "{\"key\": [1, 2.5e-3, null, true]}",
    "https://example.org/path?q=1&r=%20#frag", "user@example.org", "C:\\Windows\\System32", "/usr/local/bin/kgassist",
    "grep -rn 'foo' . | sort | uniq -c", "0x1F 0b1010 0o17 1_000_000 1e10 .5 5.", "=> -> <- :: ... ?? ?. !== === <=>",
    "```swift\nprint(\"hi\")\n```", "# Heading\n\n- item\n  - nested\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    # Numbers
    "0", "1", "12", "123", "1234", "1234567890", "3.14159", "1,000,000", "1 000 000", "2024-01-31T23:59:59Z", "٣٤٥", "१२३", "一二三", "Ⅻ",
    "½ ¾ ²³", "①②③", "1st 2nd 3rd", "a1b2c3", "1 2  3   4", "x2 2x 2 x", "+49 30 123456", "10%", "१०%",
    # White space
    "  ", "   ", "\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n", "\t", "\t\t", " \n", "\n ", " \n \n ", "  a", "a  ", "a  b", "a   b", "a\nb", "a \nb", "a\n b",
    "a  \n  b", "a\n\n\nb", "a\t\tb", "  \n\n  \n x", "\u00a0", "a\u00a0b", "a\u00a0\u00a0b", "\u3000全角\u3000", "\u2003em\u2003", "a\u2028b\u2029c",
    "\u0085nel\u0085", "\u200bzero\u200bwidth", "\ufeffbom", "a\u000bb\u000cc", "    indented\n        more\n", " .", " !", "  .", ".  .", "\n.", ".\n", ".\r\n\r\n.", "! \n", "1 \n2",
    # Languages
    "Größe, Straße, Übermut, weiß", "Où est l'hôpital ? Ça va, garçon.", "¿Dónde está el niño? ¡Mañana!", "São Paulo, coração, não",
    "Zażółć gęślą jaźń", "Příliš žluťoučký kůň úpěl ďábelské ódy", "Árvíztűrő tükörfúrógép", "İstanbul'da ılık ığdır", "Þetta er íslenska, ð og æ",
    "Съешь же ещё этих мягких французских булок", "Ґанок, їжак, Європа", "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία ΣΊΣΥΦΟΣ", "ἀρχῇ ἦν ὁ λόγος",
    "שלום עולם", "שָׁלוֹם", "مرحبا بالعالم", "مَرْحَبًا", "سلام دنیا", "नमस्ते दुनिया", "কেমন আছেন", "வணக்கம் உலகம்", "สวัสดีชาวโลก", "ສະບາຍດີ", "မင်္ဂလာပါ",
    "გამარჯობა", "Բարեւ աշխարհ", "ሰላም ልዑል", "你好，世界！", "繁體中文測試。", "こんにちは、世界。カタカナ ｶﾀｶﾅ", "안녕하세요 세계", "한글", "Xin chào thế giới",
    "Kamusta mundo", "Habari dunia", "ᐃᓄᒃᑎᑐᑦ", "ꦲꦏ꧀ꦱꦫ", "𐌲𐌿𐍄", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚", "𠜎𠜱", "ﬁ ﬂ ﬀ", "ǅ ǈ", "ß ẞ ſ K Å", "ªº", "ʰʲ", "ａｂｃ１２３",
    # Combining marks, both ways of writing
    "é", "e\u0301", "Å", "A\u030a", "ñ n\u0303", "\u0301", "a\u0301\u0323", "a\u0323\u0301", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤a̴̵̞l̨", "がぎぐ か\u3099", "각 \u1100\u1161\u11a8", "\u037e \u1fef",
    "x\u0301y", " \u0301", "1\u0301", "क्षि", "\u0e33", "\u0e01\u0e33",
    # Emoji and symbols
    "😀", "😀😃", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪🇫🇷", "❤️", "☃ ☀️", "I ❤ NY 🗽!", "→ ← ↔ ⇒", "∀x∈ℝ: ∃y ≠ 0, x² ≤ y", "∑ᵢ αᵢ·xᵢ ≈ √2π", "€ £ ¥ ₿ ¢", "© ® ™ § ¶ † ‡", "“quoted” ‘single’ «guillemets» „low“",
    "– — … ·", "♠♥♦♣", "█▓▒░", "\u202eright-to-left\u202c", "\ue000private", "\U000f0000plane", "\u0378unassigned", "\ufffd", "\ufffe", "\u0000nul", "a\u0000b", "\u0001\u0002", "\u007f", "\u00ad soft", "｡､",
    # Special tokens, whole and broken
    "<|im_start|>user\nHi<|im_end|>\n", "<|endoftext|>", "a<|endoftext|>b", "<|im_start|", "<|im_end|>>", "<<|im_end|>", "<|im_start|><|im_start|>", " <|im_end|> ",
    "<tool_call>{}</tool_call>", "<|fim_prefix|>a<|fim_suffix|>b<|fim_middle|>", "<repo_name>x<file_sep>y<jupyter_code>", "[CLS] [SEP] [MASK] [UNK] [PAD]", "[unused1] ##ing ## #",
    "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n\n\nhi  <|im_end|>\n<|im_start|>assistant\n",
    # Length
    "a" * 99, "a" * 100, "a" * 101, "ab" * 120, " " * 50, "\n" * 20, "-" * 80, "=" * 33, "." * 17, "é" * 60, "漢" * 30, "9" * 30, "ha" * 40 + "!", "_" * 21, "aA" * 20, "x " * 30, "A" * 70,
]

ALPHABETS = [
    list("abcdefghijklmnopqrstuvwxyz"), list("ABCDEFGHIJ"), list("0123456789"), list(" "), list(" \n\t\r"), list("'.,;:!?-_()[]{}<>/\\|@#$%^&*+=~`\""),
    list("'") , ["'s", "'RE", "'ll", "’t", "n't"], list("äöüßéèñçøåłžışğ"), list("абвгдежЯЮЭ"), list("αβγΔΩάςἀ"), list("שלוםאבג"), list("ابتثجمح"), list("नमस्तेदु"), list("你好世界漢字"),
    list("こんにちはカタカナー"), list("안녕하세요"), list("สวัสดี"), list("\u0301\u0308\u0323\u20e3"), ["😀", "👍🏽", "👨\u200d👩", "🇩🇪", "❤️"], list("\u00a0\u2009\u3000\u2028\u0085\u200b\ufeff"),
    list("½²①Ⅻ٣५"), list("→≤∑€™·–—…“”"), ["the ", "of ", "and ", "return ", "patient ", "ratio ", "func "], ["\n\n", "  ", "   ", " \n", "\r\n"], ["<|im_end|>", "<|im_start|>", "<|endoftext|>"],
    list("ﬁＡ１ｶǅªʰ𝔘𝟙𠜎"), list("\ue000\u0378\u00ad\u0001"),
]


CONVERSATIONS = [
    [("user", "Hi")],
    [("system", "Answer from the evidence."), ("user", "What is the P/E ratio?")],
    [("user", "One\n"), ("assistant", "Two"), ("user", "  Three")],
    [("system", ""), ("user", "\n\nWhy?\n\n"), ("assistant", ""), ("user", "Größe 你好 12")],
]


def mixed(rng):
    """A string of a few stretches, each from one alphabet."""
    stretches = []
    for _ in range(rng.randint(1, 8)):
        alphabet = rng.choice(ALPHABETS)
        stretches.append("".join(rng.choice(alphabet) for _ in range(rng.randint(1, 5))))
    return "".join(stretches)


def main():
    here = Path(__file__).resolve().parent
    state = Path(os.environ.get("XDG_STATE_HOME", Path.home() / ".local/state")) / "kgassist"
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Path(os.environ.get("KGASSIST_MODELS", state / "models")))
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--out", type=Path, default=here / "Recordings" / "tokens.jsonl")
    options = parser.parse_args()
    if not options.models.is_dir():
        parser.error(f"no model folder {options.models}; run Daemon/fetch-models.sh or set KGASSIST_MODELS")

    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from llama_cpp import Llama
    from tokenizers import Tokenizer

    def decoder(name):
        return Llama(str(options.models / name), vocab_only=True, verbose=False)

    smollm = decoder("SmolLM2-135M-Instruct.Q4_1.gguf")
    qwen2 = decoder("qwen2.5-coder-0.5b-instruct-q4_k_m.gguf")
    minilm = Tokenizer.from_file(str(options.models / "all-MiniLM-L6-v2/tokenizer.json"))
    minilm.no_padding()
    minilm.enable_truncation(64)
    minilm.encode_special_tokens = True

    with open(options.out.with_name("chat.jsonl"), "w", encoding="utf-8", newline="\n") as out:
        for name, model in (("smollm", smollm), ("qwen2", qwen2)):
            template = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True).from_string(
                model.metadata["tokenizer.chat_template"])
            for turns in CONVERSATIONS:
                messages = [{"role": role, "content": content} for role, content in turns]
                text = template.render(messages=messages, add_generation_prompt=True)
                ids = model.tokenize(text.encode(), add_bos=False, special=True)
                record = {"model": name, "messages": messages, "text": text, "ids": ids}
                out.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n")

    rng = random.Random(options.seed)
    texts = list(dict.fromkeys(HAND_WRITTEN))
    while len(texts) < options.count:
        text = mixed(rng)
        if text not in texts:
            texts.append(text)

    with open(options.out, "w", encoding="utf-8", newline="\n") as out:
        for text in texts[: options.count]:
            record = {"text": text}
            for name, model in (("smollm", smollm), ("qwen2", qwen2)):
                data = text.encode()
                record[name] = model.tokenize(data, add_bos=False, special=True)
                plain = model.tokenize(data, add_bos=False, special=False)
                if plain != record[name]:
                    record[name + "_plain"] = plain
            record["minilm"] = minilm.encode(text).ids
            out.write(json.dumps(record, ensure_ascii=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
