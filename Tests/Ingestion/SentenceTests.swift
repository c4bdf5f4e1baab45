import KnowledgeGraph
import SeededNumbers
import Testing

@Suite("Sentences end where readers think they end")
struct SentenceTests {
  static let wholes: [String] = [
    "Dr. Ray and Prof. A. B. Smith gave 2.5 mg to the patient.",
    "Use a statin, e.g. Atorvastatin, or a fibrate, i.e. Fenofibrate.",
    "See Fig. 3 and No. 7 in Vol. 2, pp. 12 to 14.",
    "The dose is approx. 500 mg vs. 250 mg before.",
    "Values rose from 1.5 to 3.25 in the U.S. economy.",
    "Smith et al. Reported a rise in 2019.",
    "The method array.append(value) is O(1) amortised.",
    "Call f(x)... and wait.",
    "Yahoo! is a company.",
  ]

  @Test("A stop inside a sentence does not end it", arguments: wholes)
  func aStopInsideASentenceDoesNotEndIt(_ text: String) {
    #expect(SentenceSplitter().sentences(of: text) == [text])
  }

  static let several: [(String, [String])] = [
    ("It works. It is fast.", ["It works.", "It is fast."]),
    ("Is it safe? Yes! Take it.", ["Is it safe?", "Yes!", "Take it."]),
    ("He said \"stop.\" Then he left.", ["He said \"stop.\"", "Then he left."]),
    ("It grew 5%. In 2020 it fell.", ["It grew 5%.", "In 2020 it fell."]),
    ("He took vitamin C. It helped.", ["He took vitamin C.", "It helped."]),
    ("Apple Inc. The firm grew.", ["Apple Inc.", "The firm grew."]),
    ("Is it? No. That is wrong.", ["Is it?", "No.", "That is wrong."]),
    ("It was shown.[12] However, it failed.", ["It was shown.[12]", "However, it failed."]),
    ("Steps:\n- Wash hands\n- Dry them\n1. Begin\n2. End", ["Steps:", "- Wash hands", "- Dry them", "1. Begin", "2. End"]),
    ("# Title\nText goes\nover lines.\n\nNext one", ["# Title", "Text goes\nover lines.", "Next one"]),
    ("これは文です。次の文です。", ["これは文です。", "次の文です。"]),
  ]

  @Test("Sentences are divided", arguments: several)
  func sentencesAreDivided(_ text: String, _ sentences: [String]) {
    #expect(SentenceSplitter().sentences(of: text) == sentences)
  }

  @Test func rangesNeverOverlapAndLoseNoWord() {
    var random = SeededGenerator(seed: 7)
    let pieces = ["a", "B", "Dr", ".", ".", "!", "?", " ", " ", "\n", "\n\n", "…", "é", "-", "1", "2.5", "\"", ")", "[1]", "|", "#", "e.g.", "。"]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0..<40, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
      let bytes = Array(text.utf8)
      var last = 0
      for range in SentenceSplitter().ranges(in: bytes) {
        #expect(range.lowerBound >= last && !range.isEmpty && range.upperBound <= bytes.count)
        #expect(bytes[last..<range.lowerBound].allSatisfy { $0 == 32 || (9...13).contains($0) }, "\(text)")
        #expect(String(validating: bytes[range], as: UTF8.self) != nil)
        last = range.upperBound
      }
      #expect(bytes[last...].allSatisfy { $0 == 32 || (9...13).contains($0) })
    }
  }
}
