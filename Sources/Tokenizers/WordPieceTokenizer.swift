/// BERT's WordPiece with its basic tokenizer in front.
///
/// ```swift
/// let tokenizer = try WordPieceTokenizer(vocabulary: lines(of: "vocab.txt"))
/// tokenizer.encode("Metformin is safe.", maximumLength: 256)  // [101, 2777, …, 102]
/// ```
/// Ids equal those of Hugging Face's `tokenizers` for the same vocabulary, with one difference on purpose: `[SEP]`
/// and its like in a text are characters, not the tokens they spell. The reference classifies characters by Unicode 8,
/// this by the toolchain's version: of 204,288 scalars compared 658 fall differently, nearly all newer than that.
/// Source: Devlin et al. 2019; Wu et al. 2016, 4.1.
public struct WordPieceTokenizer: Sendable {
  /// A token and the UTF-8 bytes of the text it stands for; the range is empty for `[CLS]` and `[SEP]`.
  public struct Token: Sendable, Hashable {
    public let id: Int32
    public let range: Range<Int>
  }

  public let vocabularyCount: Int
  public let classID: Int32
  public let separatorID: Int32
  public let unknownID: Int32
  /// The id that fills a batch up; nil where the vocabulary has no `[PAD]`.
  public let paddingID: Int32?

  /// A longer word becomes `[UNK]` as a whole.
  private static let maximumWordLength = 100

  private let normalizer: BERTNormalizer
  private let pieces: WordPieceTrie

  /// Builds the tables.
  ///
  /// - Parameters:
  ///   - vocabulary: the tokens in id order, continuations marked by `##`.
  ///   - lowercase: whether to fold case and strip accents, as the uncased models were trained.
  /// - Throws: ``TokenizerError`` where `[CLS]`, `[SEP]` or `[UNK]` is missing.
  public init(vocabulary: [String], lowercase: Bool = true) throws(TokenizerError) {
    guard !vocabulary.isEmpty, vocabulary.count < 1 << 24 else { throw .vocabularySize(vocabulary.count) }
    func id(_ name: String) -> Int32? { vocabulary.firstIndex(of: name).map(Int32.init) }
    guard let classID = id("[CLS]") else { throw .missingToken("[CLS]") }
    guard let separatorID = id("[SEP]") else { throw .missingToken("[SEP]") }
    guard let unknownID = id("[UNK]") else { throw .missingToken("[UNK]") }
    vocabularyCount = vocabulary.count
    self.classID = classID
    self.separatorID = separatorID
    self.unknownID = unknownID
    paddingID = id("[PAD]")
    normalizer = BERTNormalizer(lowercase: lowercase)
    pieces = WordPieceTrie(vocabulary)
  }

  /// The ids of a text between `[CLS]` and `[SEP]`; what goes past `maximumLength` tokens in all is cut off.
  ///
  /// - Complexity: O(n) in the text up to the cut.
  public func encode(_ text: String, maximumLength: Int) -> [Int32] {
    encodeWithOffsets(text, maximumLength: maximumLength).map(\.id)
  }

  /// As ``encode(_:maximumLength:)``, with the place of each token in the text.
  ///
  /// - Precondition: `maximumLength` is at least 2.
  public func encodeWithOffsets(_ text: String, maximumLength: Int) -> [Token] {
    precondition(maximumLength >= 2, "a sequence holds at least [CLS] and [SEP]")
    var tokens = [Token(id: classID, range: 0..<0)]
    normalizer.words(of: text) { word in
      append(word, to: &tokens)
      return tokens.count < maximumLength - 1
    }
    tokens.removeLast(max(0, tokens.count - (maximumLength - 1)))
    tokens.append(Token(id: separatorID, range: text.utf8.count..<text.utf8.count))
    return tokens
  }

  private func append(_ word: NormalizedWord, to tokens: inout [Token]) {
    let whole = Token(id: unknownID, range: word.range(0..<word.bytes.count))
    guard word.scalarCount <= Self.maximumWordLength else {
      tokens.append(whole)
      return
    }
    let before = tokens.count
    var start = 0
    while start < word.bytes.count {
      guard let piece = pieces.longest(in: word.bytes, from: start, continuing: start > 0) else {
        tokens.removeLast(tokens.count - before)
        tokens.append(whole)
        return
      }
      tokens.append(Token(id: piece.id, range: word.range(start..<piece.end)))
      start = piece.end
    }
  }
}
