import SeededNumbers
import Testing
import Tokenizers

@Suite struct StreamingDecoderTests {
  @Test func aScalarAppearsOnlyWhenItIsWhole() throws {
    let tokenizer = try Vocabularies.bytePair()
    var decoder = StreamingDecoder(tokenizer)
    #expect(Array("x😀é".utf8).map { decoder.append(Int32($0)) } == ["x", "", "", "", "😀", "", "é"])
    #expect(decoder.finish() == "")
  }

  @Test func whatIsStreamedIsWhatIsDecoded() throws {
    let tokenizer = try Vocabularies.bytePair(merges: ["Ã ©", "ð Ł"])
    var random = SeededGenerator(seed: 9)
    for _ in 0..<300 {
      // Any bytes at all, also such as are no UTF-8.
      let ids = (0..<30).map { _ in Int32.random(in: 0..<Int32(tokenizer.vocabularyCount), using: &random) }
      var decoder = StreamingDecoder(tokenizer)
      var streamed = ids.map { decoder.append($0) }.joined()
      streamed += decoder.finish()
      #expect(streamed == tokenizer.decode(ids))
    }
  }

  @Test func anUnfinishedScalarEndsAsReplacement() throws {
    let tokenizer = try Vocabularies.bytePair()
    var decoder = StreamingDecoder(tokenizer)
    #expect(decoder.append(0xE4) == "")
    #expect(decoder.finish() == "\u{FFFD}")
    #expect(decoder.finish() == "")
  }

  @Test func bytesThatCanNeverBeTextDoNotWait() throws {
    let tokenizer = try Vocabularies.bytePair()
    var decoder = StreamingDecoder(tokenizer)
    #expect(decoder.append(0xFF) == "\u{FFFD}")
    #expect(decoder.append(0x80) == "\u{FFFD}")
  }
}
