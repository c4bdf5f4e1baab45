import Tokenizers

/// Small vocabularies that tests can reason about by hand.
enum Vocabularies {
  /// The 256 stand-ins for bytes, in byte order.
  static let byteAlphabet: [String] = {
    var next: UInt32 = 0x100
    return (UInt32(0)...255).map { byte in
      if (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte) {
        return String(Unicode.Scalar(byte)!)
      }
      defer { next += 1 }
      return String(Unicode.Scalar(next)!)
    }
  }()

  static let special = ["<|im_start|>", "<|im_end|>", "<tool>"]

  /// Every byte, then what `merges` make, then two control tokens and a user-defined one.
  static func bytePair(merges: [String] = [], preTokenizer: PreTokenizer = .qwen2) throws -> BytePairTokenizer {
    var tokens = byteAlphabet
    for merge in merges {
      let merged = merge.split(separator: " ").joined()
      if !tokens.contains(merged) { tokens.append(merged) }
    }
    let types = Array(repeating: Int32(1), count: tokens.count) + [3, 3, 4]
    return try BytePairTokenizer(
      tokens: tokens + special, merges: merges, tokenTypes: types, preTokenizer: preTokenizer)
  }

  static let wordPiece = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "met", "##form", "##in", "is", "safe", ".", ",", "naive", "中", "文", "a", "##a",
    "ক", "##ে", ";", "σ",
  ]
}
