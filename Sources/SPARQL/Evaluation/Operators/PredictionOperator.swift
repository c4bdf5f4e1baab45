/// `?s kg:predicted (?relation ?o ?probability)`: links that nobody states and that graph embeddings expect, the likeliest first.
final class PredictionOperator: Operator {
  private let subject, relation, object, probability: Position
  private let limit: Int

  init(_ subject: Position, relation: Position, _ object: Position, probability: Position, limit: Int) {
    self.subject = subject
    self.relation = relation
    self.object = object
    self.probability = probability
    self.limit = limit
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let given = [subject, relation, object].map { $0.value(x) }
    guard given[0] != 0 || given[2] != 0 else {
      throw SPARQLError(.syntax, "one end of kg:predicted must be known when it is asked for; name it, or bind its variable before")
    }
    // A term that the source does not have is one that nothing was learnt about.
    guard given.allSatisfy({ $0 >= 0 }) else { return true }
    func number(_ index: Int) -> Int64? { given[index] == 0 ? nil : given[index] }
    guard let links = try x.source.predictedLinks(subject: number(0), relation: number(1), object: number(2), limit: limit) else {
      throw SPARQLError(.unavailable, "kg:predicted needs graph embeddings, and none are trained; run `kgassist train graph` first")
    }
    for link in links {
      try x.budget.tick()
      let goesOn = try x.binding(subject, to: link.subject) {
        try x.binding(relation, to: link.relation) {
          try x.binding(object, to: link.object) {
            try x.binding(probability, to: try x.number(of: Value.number(.double(link.probability)))) { try next() }
          }
        }
      }
      guard goesOn else { return false }
    }
    return true
  }
}

extension Execution {
  /// Runs `body` with a place bound to a number; passes over it, wanting more, when the place holds another.
  func binding(_ position: Position, to number: Int64, _ body: () throws -> Bool) throws -> Bool {
    let held = position.value(self)
    if held != 0 { return held == number ? try body() : true }
    guard case .slot(let slot) = position else { return true }
    row[slot] = number
    defer { row[slot] = 0 }
    return try body()
  }
}
