/// What a byte-level ``BytePairTokenizer`` is made of, as GGUF files keep it; learnt from a text, or taken from a file.
public struct BytePairVocabulary: Sendable, Equatable {
  /// In id order, written in the byte alphabet.
  public var tokens: [String]
  /// By rank, the two symbols with a blank between them.
  public var merges: [String]
  /// ``BytePairTokenizer/TokenType`` of each.
  public var types: [Int32]
  public var preTokenizer: PreTokenizer
  public var endID: Int32?

  /// The end of a text, and the marks of a conversation's turns.
  public static let marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
  /// The marks and the 256 bytes.
  public static let least = marks.count + 256
  public static let largest = 1 << 20

  /// - Throws: ``TokenizerError``.
  public func tokenizer() throws(TokenizerError) -> BytePairTokenizer {
    try BytePairTokenizer(tokens: tokens, merges: merges, tokenTypes: types, preTokenizer: preTokenizer, endID: endID)
  }

  /// Learns a vocabulary from texts: the most frequent pair of neighbouring symbols becomes a symbol, again and again.
  ///
  /// Every text can be written in it, since every byte is a token. Of pairs that are equally frequent the one of the lower ids goes
  /// first, so that the same texts give the same vocabulary. Source: Sennrich et al. 2016.
  ///
  /// - Parameter size: tokens at most, at least ``least``. Fewer come where no pair of symbols stands twice.
  /// - Complexity: O(bytes) to count the words, then O(the words that hold the pair) a merge.
  public static func learnt(from texts: some Sequence<String>, size: Int, preTokenizer: PreTokenizer = .smollm) -> BytePairVocabulary {
    precondition(size >= least && size <= largest, "BytePairVocabulary: \(size) tokens")
    // By bytes: `String` would take canonically equivalent spellings for one.
    var counts: [[UInt8]: Int] = [:]
    for text in texts { for piece in preTokenizer.pieces(of: text) { counts[Array(piece.utf8), default: 0] += 1 } }
    var learning = PairLearning(counts)
    while marks.count + learning.symbols.count < size, learning.merge() {}
    let symbols = learning.symbols.map { ByteAlphabet.text(of: $0) }
    return BytePairVocabulary(
      tokens: marks + symbols, merges: learning.merges.map { "\(symbols[$0.0]) \(symbols[$0.1])" },
      types: marks.map { _ in BytePairTokenizer.TokenType.control.rawValue } + symbols.map { _ in BytePairTokenizer.TokenType.normal.rawValue },
      preTokenizer: preTokenizer, endID: 0)
  }
}

/// The words of a text as symbols, and how often which two stand beside one another.
private struct PairLearning {
  private struct Pair: Hashable {
    var left, right: Int
  }

  /// The most frequent is the smallest, of equals that of the lower ids.
  private struct Waiting: Comparable {
    let count: Int
    let pair: Pair

    static func < (a: Waiting, b: Waiting) -> Bool { (b.count, a.pair.left, a.pair.right) < (a.count, b.pair.left, b.pair.right) }
  }

  private struct Word {
    var symbols: [Int]
    let count: Int
  }

  /// The bytes of each symbol: the 256 bytes first.
  private(set) var symbols: [[UInt8]] = (0...255).map { [UInt8($0)] }
  private(set) var merges: [(Int, Int)] = []

  /// Two ways to the same bytes are one symbol.
  private var numbers: [[UInt8]: Int] = [:]
  private var words: [Word]
  private var counts: [Pair: Int] = [:]
  /// Words that hold a pair, or held it once.
  private var holders: [Pair: [Int]] = [:]
  /// Pairs by how often they stood when they were put here.
  private var heap = BinaryHeap<Waiting>()

  init(_ counts: [[UInt8]: Int]) {
    // Words in an order of their own: a dictionary has none.
    words = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { Word(symbols: $0.key.map { Int($0) }, count: $0.value) }
    for (number, bytes) in symbols.enumerated() { numbers[bytes] = number }
    for index in words.indices { for pair in Self.pairs(of: words[index]) { note(pair, words[index].count, in: index) } }
    for (pair, count) in self.counts { heap.push(Waiting(count: count, pair: pair)) }
  }

  /// Joins the most frequent pair everywhere.
  ///
  /// - Returns: false where no pair stands twice.
  mutating func merge() -> Bool {
    while let waiting = heap.pop() {
      let (count, pair) = (waiting.count, waiting.pair)
      let now = counts[pair] ?? 0
      guard now == count else {
        if now > 1 { heap.push(Waiting(count: now, pair: pair)) }
        continue
      }
      guard count > 1 else { return false }
      join(pair)
      return true
    }
    return false
  }

  private mutating func join(_ pair: Pair) {
    let bytes = symbols[pair.left] + symbols[pair.right], fresh = numbers[bytes] ?? symbols.count
    if fresh == symbols.count {
      symbols.append(bytes)
      numbers[bytes] = fresh
    }
    merges.append((pair.left, pair.right))
    var grown: Set<Pair> = []
    for index in holders.removeValue(forKey: pair) ?? [] {
      let word = words[index], joined = Self.joined(word.symbols, pair, fresh)
      guard joined.count < word.symbols.count else { continue }
      for old in Self.pairs(of: word) { counts[old, default: 0] -= word.count }
      words[index].symbols = joined
      for new in Self.pairs(of: words[index]) {
        note(new, word.count, in: index)
        grown.insert(new)
      }
    }
    counts[pair] = nil
    for new in grown where new.left == fresh || new.right == fresh { heap.push(Waiting(count: counts[new] ?? 0, pair: new)) }
  }

  private mutating func note(_ pair: Pair, _ count: Int, in word: Int) {
    counts[pair, default: 0] += count
    if holders[pair]?.last != word { holders[pair, default: []].append(word) }
  }

  private static func pairs(of word: Word) -> [Pair] { zip(word.symbols, word.symbols.dropFirst()).map { Pair(left: $0, right: $1) } }

  private static func joined(_ symbols: [Int], _ pair: Pair, _ fresh: Int) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(symbols.count)
    var at = 0
    while at < symbols.count {
      if at + 1 < symbols.count, symbols[at] == pair.left, symbols[at + 1] == pair.right {
        result.append(fresh)
        at += 2
      } else {
        result.append(symbols[at])
        at += 1
      }
    }
    return result
  }
}
