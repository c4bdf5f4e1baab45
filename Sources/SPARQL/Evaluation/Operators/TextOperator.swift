/// `?x kg:matches ("words" ?score)`: binds the subject to what is found for the text, best first, and the score where one is asked for.
final class TextOperator: Operator {
  private let subject: Position
  private let arguments: [Position]
  private let name: String
  private let search: (any QuadSource, String) throws -> [ScoredTerm]
  private var found: [String: [(number: Int64, score: Double)]] = [:]

  init(_ subject: Position, _ arguments: [Position], name: String, _ search: @escaping (any QuadSource, String) throws -> [ScoredTerm]) {
    self.subject = subject
    self.arguments = arguments
    self.name = name
    self.search = search
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let number = arguments[0].value(x)
    guard number != 0 else {
      throw SPARQLError(.syntax, "the text of \(name) must be known when it is asked for; write it out, or bind its variable before")
    }
    guard let text = Value.term(try x.term(number)).text?.text else { return true }
    if found[text] == nil { found[text] = try search(x.source, text).map { (try x.number(of: $0.term), $0.score) } }
    let given = subject.value(x)
    for match in found[text] ?? [] {
      try x.budget.tick()
      if given != 0, given != match.number { continue }
      let goesOn = try x.binding(subject, to: match.number) {
        guard arguments.count > 1 else { return try next() }
        return try x.binding(arguments[1], to: try x.number(of: Value.number(.double(match.score)))) { try next() }
      }
      guard goesOn else { return false }
    }
    return true
  }
}
