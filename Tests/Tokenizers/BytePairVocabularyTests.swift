import Testing
import Tokenizers

@Suite struct BytePairVocabularyTests {
  private let texts = ["The ward's nurse wrote: dose 12 mg, dose 15 mg.\n", "The nurse was in the ward; the doses were in the chart – naïve 日本."]

  @Test func whatIsLearntWritesEveryTextInFewerTokensAndBack() throws {
    let least = BytePairVocabulary.learnt(from: texts, size: BytePairVocabulary.least), learnt = BytePairVocabulary.learnt(from: texts, size: 300)
    #expect(least.tokens.count == 259 && least.merges.isEmpty)
    #expect(learnt.merges.count > 10 && learnt.tokens.count <= 300)
    #expect(Set(learnt.tokens).count == learnt.tokens.count, "llama.cpp wants every token once")
    for text in texts + ["\u{0}\u{FFFD} new words, 🙂", ""] {
      let (bytes, words) = (try least.tokenizer(), try learnt.tokenizer())
      #expect(bytes.encode(text, parseSpecial: false).count == text.utf8.count)
      #expect(words.decode(words.encode(text, parseSpecial: false)) == text)
    }
    let tokenizer = try learnt.tokenizer()
    #expect(tokenizer.encode(texts[0], parseSpecial: false).count < texts[0].utf8.count * 3 / 4)
    #expect(tokenizer.specialToken("<|im_end|>") == 2 && tokenizer.endID == 0 && tokenizer.isControl(1))
  }

  @Test func theMostFrequentPairComesFirstAndTheSameTextsGiveTheSameVocabulary() {
    let learnt = BytePairVocabulary.learnt(from: ["abab", "abab", "abab", "ab"], size: 261)
    #expect(learnt.merges == ["a b", "ab ab"])
    #expect(BytePairVocabulary.learnt(from: texts, size: 400) == BytePairVocabulary.learnt(from: texts, size: 400))
    // Nothing that stands once is joined: the vocabulary stays smaller than it may be.
    #expect(BytePairVocabulary.learnt(from: ["abcdefg"], size: 300).merges.isEmpty)
  }

  @Test func mergesAreTakenInTheOrderInWhichTheyWereLearnt() throws {
    // What learning made of a word is what the tokenizer makes of it.
    let learnt = BytePairVocabulary.learnt(from: Array(repeating: "banana bandana", count: 5), size: 320)
    let tokenizer = try learnt.tokenizer()
    #expect(tokenizer.encode("banana bandana", parseSpecial: false).count == 2)
    #expect(learnt.tokens.contains("banana") && learnt.tokens.contains("Ġbandana"))
  }
}
