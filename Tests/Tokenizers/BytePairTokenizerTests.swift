import SeededNumbers
import Testing
import Tokenizers

@Suite struct BytePairTokenizerTests {
  @Test func thePairOfLowestRankIsMergedFirst() throws {
    let tokenizer = try Vocabularies.bytePair(merges: ["b c", "a b", "a bc"])
    #expect(pieces("abc", tokenizer) == ["abc"])
    #expect(pieces("abab", tokenizer) == ["ab", "ab"])
    #expect(pieces("abcab", tokenizer) == ["abc", "ab"])
  }

  @Test func ofEqualPairsTheLeftmostIsMergedFirst() throws {
    let tokenizer = try Vocabularies.bytePair(merges: ["a a"])
    #expect(pieces("aaa", tokenizer) == ["aa", "a"])
  }

  @Test func aMergeNeverCrossesACut() throws {
    let tokenizer = try Vocabularies.bytePair(merges: ["1 2", "a 1"])
    #expect(pieces("a12", tokenizer) == ["a", "1", "2"])
  }

  @Test func mergingEqualsTheNaiveWay() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<40 {
      var symbols = ["a", "b", "c"]
      var merges: [String] = []
      for _ in 0..<12 {
        let (left, right) = (symbols.randomElement(using: &random)!, symbols.randomElement(using: &random)!)
        if merges.contains("\(left) \(right)") { continue }
        merges.append("\(left) \(right)")
        symbols.append(left + right)
      }
      let tokenizer = try Vocabularies.bytePair(merges: merges)
      for _ in 0..<20 {
        let length = Int.random(in: 1...60, using: &random)
        let text = (0..<length).map { _ in ["a", "b", "c"].randomElement(using: &random)! }
        #expect(pieces(text.joined(), tokenizer) == naiveMerge(text, merges))
      }
    }
  }

  @Test func decodingUndoesEncoding() throws {
    let tokenizer = try Vocabularies.bytePair(merges: ["a b", "Ã ©", "Ġ a"])
    var random = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      let text = random.text()
      #expect(tokenizer.decode(tokenizer.encode(text, parseSpecial: false)).utf8.elementsEqual(text.utf8))
    }
  }

  @Test func controlTokensAreFoundOnlyWhenAskedFor() throws {
    let tokenizer = try Vocabularies.bytePair()
    let end = try #require(tokenizer.specialToken("<|im_end|>"))
    #expect(tokenizer.encode("a<|im_end|>b", parseSpecial: true) == [97, end, 98])
    #expect(!tokenizer.encode("a<|im_end|>b", parseSpecial: false).contains(end))
    #expect(tokenizer.decode(tokenizer.encode("a<|im_end|>b", parseSpecial: true)) == "ab")
    #expect(tokenizer.decode(tokenizer.encode("a<|im_end|>b", parseSpecial: false)) == "a<|im_end|>b")
  }

  @Test func userDefinedTokensAreAlwaysFoundAndHaveText() throws {
    let tokenizer = try Vocabularies.bytePair()
    let tool = try #require(tokenizer.specialToken("<tool>"))
    #expect(tokenizer.encode("<tool><tool", parseSpecial: false).first == tool)
    #expect(tokenizer.encode("<tool><tool", parseSpecial: false).count == 6)
    #expect(tokenizer.decode([tool]) == "<tool>")
  }

  @Test func aByteOutsideTheVocabularyIsLeftOut() throws {
    let tokenizer = try BytePairTokenizer(
      tokens: ["a", "b"], merges: [], tokenTypes: [], preTokenizer: .smollm)
    #expect(tokenizer.encode("aéb", parseSpecial: false) == [0, 1])
  }

  @Test func idsOutsideTheVocabularyHaveNoBytes() throws {
    let tokenizer = try Vocabularies.bytePair()
    #expect(tokenizer.bytes(of: -1).isEmpty)
    #expect(tokenizer.bytes(of: .max).isEmpty)
    #expect(tokenizer.decode([97, -5, 98]) == "ab")
  }

  /// A quadratic merge would take an hour.
  @Test(.timeLimit(.minutes(5))) func aLongTextTakesTimeInProportion() throws {
    let tokenizer = try Vocabularies.bytePair(merges: ["a a", "aa aa", "aaaa aaaa"])
    #expect(tokenizer.encode(String(repeating: "a", count: 400_000), parseSpecial: true).count == 50_000)
  }

  @Test func damagedVocabulariesAreRefused() {
    #expect(throws: TokenizerError.vocabularySize(0)) {
      try BytePairTokenizer(tokens: [], merges: [], tokenTypes: [], preTokenizer: .qwen2)
    }
    #expect(throws: TokenizerError.typesDisagree(tokens: 2, types: 1)) {
      try BytePairTokenizer(tokens: ["a", "b"], merges: [], tokenTypes: [1], preTokenizer: .qwen2)
    }
    for merge in ["", "a", "ab", "a ", " a"] {
      #expect(throws: TokenizerError.malformedMerge(index: 1)) {
        try BytePairTokenizer(tokens: ["a", "b"], merges: ["a b", merge], tokenTypes: [], preTokenizer: .qwen2)
      }
    }
  }

  private func pieces(_ text: String, _ tokenizer: BytePairTokenizer) -> [String] {
    tokenizer.encode(text, parseSpecial: false).map { String(decoding: tokenizer.bytes(of: $0), as: UTF8.self) }
  }

  private func naiveMerge(_ text: [String], _ merges: [String]) -> [String] {
    var symbols = text
    while true {
      let ranks = zip(symbols, symbols.dropFirst()).map { merges.firstIndex(of: "\($0) \($1)") ?? .max }
      guard let best = ranks.min(), best < .max, let place = ranks.firstIndex(of: best) else { return symbols }
      symbols.replaceSubrange(place...place + 1, with: [symbols[place] + symbols[place + 1]])
    }
  }
}
