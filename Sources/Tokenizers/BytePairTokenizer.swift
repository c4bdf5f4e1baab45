/// Byte-level byte-pair encoding as a GGUF file describes it.
///
/// ```swift
/// let tokenizer = try BytePairTokenizer(tokens: tokens, merges: merges, tokenTypes: types, preTokenizer: .qwen2)
/// tokenizer.decode(tokenizer.encode("P/E = 20", parseSpecial: false))  // "P/E = 20"
/// ```
/// Ids equal llama.cpp's for the same file. A copy shares its tables.
/// Source: Sennrich et al. 2016 (merging), Radford et al. 2019 (byte level).
public struct BytePairTokenizer: Sendable {
  /// GGUF's `tokenizer.ggml.token_type`.
  public enum TokenType: Int32, Sendable {
    case normal = 1, unknown, control, userDefined, unused, byte
  }

  /// How many ids there are; they run from 0.
  public let vocabularyCount: Int
  public let preTokenizer: PreTokenizer
  /// The ids the file names for the beginning and the end of a text, where it names them.
  public let beginID: Int32?
  public let endID: Int32?

  private let texts: TokenTexts
  private let types: [Int32]
  private let symbolOfByte: [Int32]
  private let merges: MergeTable
  private let specials: SpecialTokens

  /// Builds the tables.
  ///
  /// - Parameters:
  ///   - tokens: the vocabulary in id order, written in the byte alphabet.
  ///   - merges: pairs by rank, the two symbols with a blank between them.
  ///   - tokenTypes: one ``TokenType`` a token; empty if all are normal.
  ///   - beginID, endID: dropped when they are outside the vocabulary.
  /// - Complexity: O(V + merges).
  public init(
    tokens: [String], merges: [String], tokenTypes: [Int32], preTokenizer: PreTokenizer, beginID: Int32? = nil,
    endID: Int32? = nil
  ) throws(TokenizerError) {
    guard !tokens.isEmpty, tokens.count < 1 << 24, merges.count < 1 << 24 else {
      throw .vocabularySize(tokens.count)
    }
    guard tokenTypes.isEmpty || tokenTypes.count == tokens.count else {
      throw .typesDisagree(tokens: tokens.count, types: tokenTypes.count)
    }
    let types = tokenTypes.isEmpty ? Array(repeating: TokenType.normal.rawValue, count: tokens.count) : tokenTypes
    var symbols = SymbolNumbering(tokens: tokens)
    var table = MergeTable(capacity: merges.count)
    for (rank, merge) in merges.enumerated() {
      guard let pair = symbols.pair(merge) else { throw .malformedMerge(index: rank) }
      table.add(pair.left, pair.right, rank: Int32(rank), symbol: pair.merged)
    }
    vocabularyCount = tokens.count
    self.preTokenizer = preTokenizer
    let ids = 0..<Int32(tokens.count)
    self.beginID = beginID.flatMap { ids.contains($0) ? $0 : nil }
    self.endID = endID.flatMap { ids.contains($0) ? $0 : nil }
    texts = TokenTexts(tokens: tokens) { types[$0] == TokenType.normal.rawValue }
    self.types = types
    symbolOfByte = symbols.symbolOfByte
    self.merges = table
    specials = SpecialTokens(tokens: tokens, types: types)
  }

  /// The id of a special token such as `<|im_end|>`; nil where the vocabulary has none of that name.
  public func specialToken(_ text: String) -> Int32? { specials.id(of: text) }

  /// The ids of a text.
  ///
  /// - Parameter parseSpecial: whether `<|im_end|>` and its like in the text become the control tokens they name. Leave
  ///   it false for text from outside, where they are only characters. Tokens the file calls user-defined are found
  ///   either way, as in llama.cpp.
  /// - Complexity: O(n log n) in the text's bytes.
  public func encode(_ text: String, parseSpecial: Bool) -> [Int32] {
    var ids: [Int32] = []
    var merger = SymbolMerger(table: merges)
    append(text, parseSpecial: parseSpecial, to: &ids, merger: &merger)
    return ids
  }

  /// The ids of a conversation.
  ///
  /// Only the template's own markers become control tokens: a message that spells one cannot end its turn.
  ///
  /// - Parameter assistantPrefix: how the assistant's answer is to begin; used with `addGenerationPrompt`.
  public func encode(
    _ messages: [ChatMessage], template: ChatTemplate, addGenerationPrompt: Bool = true, assistantPrefix: String = ""
  ) -> [Int32] {
    var ids: [Int32] = []
    var merger = SymbolMerger(table: merges)
    let parts = template.parts(
      messages, addGenerationPrompt: addGenerationPrompt, assistantPrefix: assistantPrefix)
    for part in parts {
      if case .marker(let text) = part, let id = specialToken(text) {
        ids.append(id)
      } else {
        append(part.text, parseSpecial: false, to: &ids, merger: &merger)
      }
    }
    return ids
  }

  /// The text of a sequence of ids; control tokens have none. Bytes that are not UTF-8 become U+FFFD.
  public func decode(_ ids: some Sequence<Int32>) -> String {
    var all: [UInt8] = []
    for id in ids { all += bytes(of: id) }
    return String(decoding: all, as: UTF8.self)
  }

  /// The bytes of one token, perhaps only part of a scalar; empty for control tokens and for ids out of range.
  public func bytes(of id: Int32) -> [UInt8] {
    guard id >= 0, id < texts.count, !isControl(id) else { return [] }
    return Array(texts[Int(id)])
  }

  /// Whether a token steers the model and has no text of its own.
  public func isControl(_ id: Int32) -> Bool {
    guard id >= 0, id < types.count else { return false }
    return types[Int(id)] == TokenType.control.rawValue || types[Int(id)] == TokenType.unknown.rawValue
  }

  private func append(_ text: String, parseSpecial: Bool, to ids: inout [Int32], merger: inout SymbolMerger) {
    let bytes = Array(text.utf8)
    for fragment in specials.fragments(of: bytes, control: parseSpecial) {
      switch fragment {
      case .token(let id): ids.append(id)
      case .text(let range): append(plain: bytes[range], to: &ids, merger: &merger)
      }
    }
  }

  private func append(plain text: ArraySlice<UInt8>, to ids: inout [Int32], merger: inout SymbolMerger) {
    let laidOut = ScalarText(text)
    var piece: [Int32] = []
    var result: [Int32] = []
    preTokenizer.cut(laidOut) { range in
      piece.removeAll(keepingCapacity: true)
      // A byte that the vocabulary does not know is left out, as in the reference.
      for byte in laidOut.bytes[range] where symbolOfByte[Int(byte)] >= 0 {
        piece.append(symbolOfByte[Int(byte)])
      }
      merger.merge(piece) { symbol in
        if symbol < texts.count { result.append(symbol) }
      }
    }
    ids += result
  }
}
