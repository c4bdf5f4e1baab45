import Foundation
import Wire

/// Asks all questions of some sets, one after another, and counts.
struct EvalRun {
  /// A line of `--json`.
  private struct Line: Encodable {
    let id: String
    let outcome: String
    let correct: Bool
    let citation: Bool?
    let seconds: Double
    let answer: String
  }

  let daemon: DaemonClient
  let isExtractive: Bool
  let printsJSON: Bool
  let showsWrong: Bool
  let deadline: Int?
  private var bar = ProgressBar()
  private var done = 0

  init(daemon: DaemonClient, isExtractive: Bool, printsJSON: Bool, showsWrong: Bool, deadline: Int?) {
    self.daemon = daemon
    self.isExtractive = isExtractive
    self.printsJSON = printsJSON
    self.showsWrong = showsWrong
    self.deadline = deadline
  }

  mutating func score(_ sets: [QuestionSet]) throws {
    let count = sets.reduce(0) { $0 + $1.questions.count }
    var total = EvaluationReport()
    var allTimes: [Double] = []
    var reports: [EvaluationReport] = []
    for set in sets {
      var report = EvaluationReport(set: set.name)
      var times: [Double] = []
      for question in set.questions {
        let (score, seconds) = try ask(question, of: set)
        report.add(score, for: question)
        total.add(score, for: question)
        times.append(seconds)
        done += 1
        bar.show(done, of: count, "questions")
      }
      report.setTimes(times)
      allTimes += times
      reports.append(report)
    }
    bar.clear()
    total.setTimes(allTimes)
    if printsJSON {
      for report in reports + [total] { Terminal.print(String(decoding: try WireJSON.encode(report), as: UTF8.self)) }
    } else {
      show(reports + (reports.count > 1 ? [total] : []))
    }
  }

  private mutating func ask(_ question: EvaluationQuestion, of set: QuestionSet) throws -> (AnswerScore, Double) {
    let request = AskRequest(
      question: question.question, attachments: try set.attachments(of: question), domain: question.domain, deadlineMs: deadline, extractive: isExtractive)
    let began = Date()
    let reply = try daemon.post(["v1", "ask"], request, as: AskReply.self)
    let seconds = Date().timeIntervalSince(began)
    let score = AnswerScore(reply, for: question)
    if printsJSON {
      let line = Line(
        id: question.id, outcome: reply.outcome.rawValue, correct: score.isCorrect, citation: score.isCitationCorrect,
        seconds: seconds, answer: reply.answer)
      Terminal.print(String(decoding: try WireJSON.encode(line), as: UTF8.self))
    } else if showsWrong {
      showWrong(question, reply, score)
    }
    return (score, seconds)
  }

  private mutating func showWrong(_ question: EvaluationQuestion, _ reply: AskReply, _ score: AnswerScore) {
    var wrong: [String] = []
    if question.isToAbstain {
      if score.isAnswered { wrong.append("should have abstained") }
    } else if !score.isAnswered {
      wrong.append("abstained")
    } else {
      if !score.isCorrect { wrong.append("expected one of: \(question.answer.joined(separator: " | "))") }
      if score.isCitationCorrect == false { wrong.append("\(question.document ?? "") is not cited") }
    }
    guard !wrong.isEmpty else { return }
    bar.clear()
    Terminal.print(
      Terminal.harmless("\(question.id)  \(question.question)\n  \(wrong.joined(separator: "; "))\n  \(reply.answer)\n"))
  }

  private func show(_ reports: [EvaluationReport]) {
    var table = Table()
    table.add("set", "answers right", "citations right", "abstained rightly", "abstained wrongly", "p50", "p95")
    for report in reports {
      let answerable = report.questions - report.abstainable
      table.add(
        report.set ?? "all", "\(report.correct)/\(answerable)", "\(report.citationCorrect)/\(answerable)",
        "\(report.abstainedRight)/\(report.abstainable)", String(report.abstainedWrong),
        String(format: "%.2f s", report.secondsP50), String(format: "%.2f s", report.secondsP95))
    }
    Terminal.print(table.text)
  }
}
