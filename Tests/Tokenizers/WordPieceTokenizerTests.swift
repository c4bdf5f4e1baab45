import Testing
import Tokenizers

@Suite struct WordPieceTokenizerTests {
  private let tokenizer: WordPieceTokenizer

  init() throws {
    tokenizer = try WordPieceTokenizer(vocabulary: Vocabularies.wordPiece)
  }

  @Test func theLongestPieceIsTakenFirst() {
    #expect(words("metformin is safe.") == ["met", "##form", "##in", "is", "safe", "."])
  }

  @Test func caseAndAccentsAreFolded() {
    #expect(words("NAÏVE Nai\u{308}ve") == ["naive", "naive"])
    #expect(words("Σ") == ["σ"])
  }

  @Test func ideographsAndPunctuationStandAlone() {
    #expect(words("中文a,a") == ["中", "文", "a", ",", "a"])
    // The Greek question mark decomposes to a semicolon.
    #expect(words("a\u{37E}a") == ["a", ";", "a"])
  }

  @Test func controlCharactersVanishAndBlanksSeparate() {
    #expect(words("a\u{200B}a\0a") == ["a", "##a", "##a"])
    #expect(words("a\u{3000}a\u{A0}a\ta") == ["a", "a", "a", "a"])
  }

  @Test func aContinuationMayBeginWithACombiningMark() {
    #expect(words("কে") == ["ক", "##ে"])
  }

  @Test func whatCannotBeSpelledIsUnknownAsAWhole() {
    #expect(words("metformax is") == ["[UNK]", "is"])
    #expect(words(String(repeating: "a", count: 100)).count == 100)
    #expect(words(String(repeating: "a", count: 101)) == ["[UNK]"])
  }

  @Test func specialTokensInATextAreCharacters() {
    #expect(!words("[SEP]").contains("[SEP]"))
  }

  @Test func aLongTextIsCutAndStillEndsWithTheSeparator() {
    let ids = tokenizer.encode("is is is is is", maximumLength: 4)
    #expect(ids == [2, 7, 7, 3])
    #expect(tokenizer.encode("metformin", maximumLength: 4) == [2, 4, 5, 3])
    #expect(tokenizer.encode("metformin", maximumLength: 2) == [2, 3])
    #expect(tokenizer.encode("", maximumLength: 2) == [2, 3])
  }

  @Test func offsetsPointIntoTheOriginalText() {
    let text = "NAÏVE metform"
    let tokens = tokenizer.encodeWithOffsets(text, maximumLength: 16)
    let bytes = Array(text.utf8)
    #expect(tokens.dropFirst().dropLast().map { String(decoding: bytes[$0.range], as: UTF8.self) } == ["NAÏVE", "met", "form"])
    #expect(tokens.first?.range.isEmpty == true && tokens.last?.range.isEmpty == true)
  }

  @Test func aVocabularyWithoutItsMarkersIsRefused() {
    #expect(throws: TokenizerError.missingToken("[CLS]")) { try WordPieceTokenizer(vocabulary: ["a", "[SEP]", "[UNK]"]) }
    #expect(throws: TokenizerError.vocabularySize(0)) { try WordPieceTokenizer(vocabulary: []) }
  }

  private func words(_ text: String) -> [String] {
    tokenizer.encode(text, maximumLength: 512).dropFirst().dropLast().map { Vocabularies.wordPiece[Int($0)] }
  }
}
