/// The rule that cuts a text into pieces before merging; a merge never crosses a cut.
///
/// Named as GGUF's `tokenizer.ggml.pre`. Each rule is a regular expression in its publisher's files, and a
/// hand-written machine here that cuts where llama.cpp cuts.
public enum PreTokenizer: String, Sendable, CaseIterable {
  /// Every digit alone, then GPT-2's rule on what lies between digits:
  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  case smollm
  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
  case qwen2
  /// GPT-2's rule on the whole text, digits in runs.
  case gpt2

  /// The rule a GGUF file names; nil where it is not implemented.
  public init?(ggufName: String) {
    switch ggufName {
    case "smollm": self = .smollm
    case "qwen2", "deepseek-r1-qwen": self = .qwen2
    case "gpt-2": self = .gpt2
    default: return nil
    }
  }

  /// What a GGUF file calls it.
  public var ggufName: String { self == .gpt2 ? "gpt-2" : rawValue }

  /// The pieces of a text in order. Joined they are the text again.
  ///
  /// - Complexity: O(n) in the text's bytes.
  public func pieces(of text: String) -> [String] {
    var result: [String] = []
    let laidOut = ScalarText(Array(text.utf8)[...])
    cut(laidOut) { result.append(String(decoding: laidOut.bytes[$0], as: UTF8.self)) }
    return result
  }

  /// Calls `piece` with the byte range of each piece in order.
  func cut(_ text: ScalarText, _ piece: (Range<Int>) -> Void) {
    switch self {
    case .smollm:
      let scanner = GPT2Scanner(text: text)
      var start = 0
      for index in text.classes.indices where text.classes[index] == .number {
        scanner.scan(start..<index, piece)
        piece(text.starts[index]..<text.starts[index + 1])
        start = index + 1
      }
      scanner.scan(start..<text.scalars.count, piece)
    case .qwen2:
      Qwen2Scanner(text: text).scan(piece)
    case .gpt2:
      GPT2Scanner(text: text).scan(0..<text.scalars.count, piece)
    }
  }
}
