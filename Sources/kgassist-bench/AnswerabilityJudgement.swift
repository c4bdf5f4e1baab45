import Fusion
import Kernels

/// What values of questions tell of whether they are answered.
struct AnswerabilityJudgement {
  private let seen: [SeenQuestion]
  private let values: [Double]

  init(_ seen: [SeenQuestion], _ values: [Double]) { (self.seen, self.values) = (seen, values) }

  /// The areas under the curve: how often what is right is valued above what is not.
  func tell(_ way: String, _ arguments: BenchArguments) throws {
    let all = Array(seen.indices), answered = all.filter { seen[$0].isAnswered }
    try tell("\(way): area, what is found is right", all, arguments) { $0.isRight }
    try tell("\(way): area, the question has an answer", all, arguments) { $0.question.isAnswerable }
    try tell("\(way): area, what is said is right", answered, arguments) { $0.isRight }
    for sort in AwayQuestion.Sort.allCases where sort != .thing && sort != .condition {
      try tell("\(way): area, what is said is right, \(sort)", answered.filter { seen[$0].question.sort == sort }, arguments) { $0.isRight }
    }
  }

  /// What abstaining below a value does to right answers and to others.
  func tell(_ way: String, abstainingBelow least: Double, losing lost: Double, _ arguments: BenchArguments) throws {
    let way = "\(way), abstaining below \(rounded(least)) (lost \(lost) of the right answers in training)"
    func share(_ what: String, _ isIn: (SeenQuestion) -> Bool) throws {
      let of = seen.indices.filter { seen[$0].isAnswered && isIn(seen[$0]) }, below = of.count { values[$0] < least }
      try Self.line("\(way): \(what) (\(below) of \(of.count))", Double(below) / Double(max(1, of.count)), arguments)
    }
    try share("right answers lost") { $0.isRight }
    try share("wrong answers kept back") { !$0.isRight }
    for sort in AwayQuestion.Sort.allCases { try share("wrong answers kept back, \(sort)") { !$0.isRight && $0.question.sort == sort } }
  }

  private func tell(_ what: String, _ of: [Int], _ arguments: BenchArguments, isGood: (SeenQuestion) -> Bool) throws {
    let pairs = of.map { (value: values[$0], isGood: isGood(seen[$0])) }
    var random = SeededGenerator(seed: 0), drawn: [Double] = []
    for _ in 0..<200 { drawn.append(Self.area((0..<pairs.count).map { _ in pairs[Int(random.next() % UInt64(max(1, pairs.count)))] })) }
    drawn.sort()
    try Self.line("\(what) (\(pairs.count { $0.isGood }) of \(pairs.count))", Self.area(pairs), arguments)
    try Self.line("\(what), from", drawn[5], arguments)
    try Self.line("\(what), to", drawn[194], arguments)
  }

  /// By ranks; equal values share theirs.
  private static func area(_ pairs: [(value: Double, isGood: Bool)]) -> Double {
    let sorted = pairs.sorted { $0.value < $1.value }
    var below = 0.0, wins = 0.0, start = 0
    while start < sorted.count {
      let end = sorted[start...].firstIndex { $0.value > sorted[start].value } ?? sorted.count
      let good = Double(sorted[start..<end].count { $0.isGood }), bad = Double(end - start) - good
      wins += good * (below + bad / 2)
      below += bad
      start = end
    }
    let good = Double(pairs.count { $0.isGood })
    return good * below > 0 ? wins / (good * below) : 0.5
  }

  private static func line(_ what: String, _ value: Double, _ arguments: BenchArguments) throws {
    try BenchLine(
      case: "answerability", what: what, value: (1000 * value).rounded() / 1000, unit: "share", threads: arguments.compute.pool.threadCount, isa: "-",
      model: "all-MiniLM-L6-v2", runs: arguments.runs
    ).print()
  }
}
