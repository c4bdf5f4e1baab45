import SeededNumbers
import Testing
import Tokenizers

@Suite struct PreTokenizerTests {
  @Test(arguments: [
    ("it's HE'S", ["it", "'s", " HE", "'", "S"]),
    ("x  y", ["x", " ", " y"]),
    ("a 12 b", ["a", " ", "1", "2", " b"]),
    ("a  1", ["a", "  ", "1"]),
    ("a\n\nb ", ["a", "\n", "\n", "b", " "]),
    ("f(x) == 3.5", ["f", "(", "x", ")", " ==", " ", "3", ".", "5"]),
    ("é e\u{301}", ["é", " e", "\u{301}"]),
    ("'re 're're", ["'re", " '", "re", "'re"]),
  ])
  func smollmCutsAsItsExpressionSays(text: String, pieces: [String]) {
    #expect(PreTokenizer.smollm.pieces(of: text).map(Array.init(_:)) == pieces.map(Array.init(_:)))
  }

  @Test(arguments: [
    ("it's HE'S", ["it", "'s", " HE", "'S"]),
    ("x  y", ["x", " ", " y"]),
    ("a 12 b", ["a", " ", "1", "2", " b"]),
    ("a\n\nb ", ["a", "\n\n", "b", " "]),
    (" \n \n x", [" \n \n", " x"]),
    ("!\r\n\r\nx", ["!\r\n\r\n", "x"]),
    ("(x).y", ["(x", ").", "y"]),
    ("\u{A0}word", ["\u{A0}word"]),
  ])
  func qwen2CutsAsItsExpressionSays(text: String, pieces: [String]) {
    #expect(PreTokenizer.qwen2.pieces(of: text) == pieces)
  }

  @Test(arguments: PreTokenizer.allCases)
  func piecesJoinToTheTextAgain(rule: PreTokenizer) {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<500 {
      let text = random.text()
      #expect(rule.pieces(of: text).joined().utf8.elementsEqual(text.utf8))
    }
  }

  @Test func onlyImplementedRulesHaveAName() {
    #expect(PreTokenizer(ggufName: "smollm") == .smollm)
    #expect(PreTokenizer(ggufName: "qwen2") == .qwen2)
    #expect(PreTokenizer(ggufName: "no-such-rule") == nil)
  }
}
