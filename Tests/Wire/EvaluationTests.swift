import Testing
import Wire

@Suite struct EvaluationTests {
  @Test(arguments: [
    ("The dose is 1,500 mg a day.", "1500 mg"), ("The dose is 1 500 mg.", "1,500 mg"), ("A ratio of 4.5 %.", "4.5%"),
    ("It is NOT stable.", "not stable"), ("This breaches the limit.", "breach"), ("assets − inventory", "assets - inventory"),
    ("The P/E is 20.", "20"), ("a  line\nbreak", "line break"), ("The doctor’s advice", "doctor's advice"),
  ])
  func writingMakesNoDifference(answer: String, wanted: String) {
    #expect(ComparedText(answer).holds(wanted))
  }

  @Test(arguments: [
    ("It is 120.", "20"), ("It is 20.5.", "20"), ("It is 1.20.", "20"), ("It is not.", "no"), ("unstable", "stable"), ("", "a"),
    ("3,500 units", "500"),
  ])
  func onlyWholeWordsAndNumbersCount(answer: String, wanted: String) {
    #expect(!ComparedText(answer).holds(wanted))
  }

  @Test func aCitationsNumberIsNoAnswer() {
    #expect(!ComparedText(withoutMarkers: "It is high [2].").holds("2"))
    #expect(ComparedText(withoutMarkers: "The list [a] holds 2 [1].").holds("2"))
  }

  private func question(_ json: String) throws -> EvaluationQuestion {
    try WireJSON.decode(EvaluationQuestion.self, from: Array(json.utf8))
  }

  private func reply(_ answer: String, cites names: [String] = [], abstains: Bool = false) -> AskReply {
    AskReply(
      id: "", answer: answer, outcome: abstains ? .abstained : .answered, confidence: 1, domain: nil,
      citations: names.map { CitationShape(index: 1, document: "d", name: $0, start: 0, end: 1, quote: "q", triples: [], verified: true) },
      facts: [], usage: UsageShape(promptTokens: 0, completionTokens: 0),
      timingsMs: TimingsShape(perceive: 0, retrieve: 0, fuse: 0, generate: 0))
  }

  @Test func containsAndForbiddenAreHeld() throws {
    let asked = try question(
      #"{"id":"1","question":"q","answer":["below"],"contains":["4.5|breach","ratio"],"forbidden":["meets"],"document":"a.md"}"#)
    #expect(AnswerScore(reply("The ratio is below 4.5 %.", cites: ["sub/a.md"]), for: asked).isCorrect)
    #expect(AnswerScore(reply("The ratio is below 4.5 %.", cites: ["sub/a.md"]), for: asked).isCitationCorrect == true)
    #expect(!AnswerScore(reply("It is below 4.5 %."), for: asked).isCorrect)
    #expect(!AnswerScore(reply("The ratio is below 4.5 % and meets it."), for: asked).isCorrect)
    #expect(AnswerScore(reply("The ratio is below 4.5 %.", cites: ["b.md"]), for: asked).isCitationCorrect == false)
  }

  @Test func abstainingIsRightOnlyWhereThereIsNoAnswer() throws {
    let none = try question(#"{"id":"1","question":"q","answer":[],"abstain":true}"#)
    let some = try question(#"{"id":"2","question":"q","answer":["x"],"document":"a.md"}"#)
    var report = EvaluationReport()
    for (asked, given) in [(none, reply("", abstains: true)), (none, reply("x")), (some, reply("", abstains: true)), (some, reply("x", cites: ["a.md"]))] {
      report.add(AnswerScore(given, for: asked), for: asked)
    }
    report.setTimes([0.1, 0.4, 0.2, 0.3])
    #expect(report.questions == 4 && report.answered == 2 && report.correct == 1 && report.citationCorrect == 1)
    #expect(report.abstainedRight == 1 && report.abstainedWrong == 1 && report.abstainable == 2)
    #expect(report.secondsP50 == 0.2 && report.secondsP95 == 0.4)
  }
}
