import Answering
import Testing

@Suite struct SentenceCutterTests {
  private func cut(_ text: String) -> [Sentence] { SentenceCutter.sentences(in: text) }

  @Test func proseIsCutAtFullStopsThatEndSentences() {
    let sentences = cut("Dr. Smith took 2.5 mg, i.e. half a dose. He rested. ALT was 120 U/L. Then it fell.")
    #expect(sentences.map(\.text) == ["Dr. Smith took 2.5 mg, i.e. half a dose.", "He rested.", "ALT was 120 U/L.", "Then it fell."])
  }

  @Test func everyQuoteIsTheBytesOfItsRange() {
    let text = "# Größe\n\nEin **Satz** über Öl. Noch einer!\n\n- Punkt – eins\n- Punkt zwei\n\n| a | b |\n| --- | --- |\n| x | 5 µg |\n"
    let bytes = Array(text.utf8)
    let sentences = cut(text)
    #expect(sentences.count == 6)
    for sentence in sentences {
      #expect(String(decoding: bytes[sentence.start..<sentence.end], as: UTF8.self) == sentence.quote)
    }
  }

  @Test func aTableRowSaysItsColumns() {
    let row = cut("| Destination | Limit |\n| --- | --- |\n| Oslo | €190 |").first { $0.kind == .tableRow }
    #expect(row?.text == "Destination Oslo: Limit: €190.")
    #expect(row?.cells == [TableCell(column: "Destination", value: "Oslo"), TableCell(column: "Limit", value: "€190")])
  }

  @Test func aListItemKnowsTheLineThatLeadsIn() {
    let items = cut("Do this:\n\n1. Open the lid.\n2. Pour.").filter { $0.kind == .listItem }
    #expect(items.map(\.text) == ["Open the lid.", "Pour."])
    #expect(items.allSatisfy { $0.context == "Do this:" })
  }

  @Test func codeStaysWhole() {
    let sentences = cut("Run:\n\n```sh\nls -l. Then\ncd ..\n```\nDone.")
    #expect(sentences.map(\.kind) == [.prose, .code, .prose])
    #expect(sentences[1].quote == "ls -l. Then\ncd ..")
  }

  @Test(arguments: [("dosing", "doses"), ("calculated", "calculation"), ("employees", "employee"), ("approval", "approved"), ("children", "child"), ("stored", "storage"), ("policies", "policy"), ("stopped", "stops")])
  func formsOfOneWordShareAStem(first: String, second: String) { #expect(Stemmer.stem(first) == Stemmer.stem(second)) }

  @Test(arguments: [("universe", "university"), ("asset", "assess"), ("rate", "ratio"), ("process", "profess")])
  func differentWordsKeepDifferentStems(first: String, second: String) { #expect(Stemmer.stem(first) != Stemmer.stem(second)) }
}

@Suite struct StemmerTests {
  @Test(arguments: ["data", "species", "series", "news", "lens", "diabetes", "bias", "gas"])
  func aWordThatIsItsOwnStemEnds(word: String) { #expect(Stemmer.stem(word) == word) }
}
