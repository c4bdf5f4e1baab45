internal import RDF

/// `?x kg:matches "words"`: binds the subject to what is found for the object's text, best first.
final class TextOperator: Operator {
  private let subject, object: Position
  private let name: String
  private let search: (Execution, String) throws -> [Term]
  private var found: [String: [Int64]] = [:]

  init(_ subject: Position, _ object: Position, name: String, _ search: @escaping (Execution, String) throws -> [Term]) {
    self.subject = subject
    self.object = object
    self.name = name
    self.search = search
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let number = object.value(x)
    guard number != 0 else {
      throw SPARQLError(.syntax, "the text of \(name) must be known when it is asked for; write it out, or bind its variable before")
    }
    guard let text = Value.term(try x.term(number)).text?.text else { return true }
    if found[text] == nil { found[text] = try search(x, text).map { try x.number(of: $0) } }
    let given = subject.value(x)
    for match in found[text] ?? [] {
      try x.budget.tick()
      if given != 0 {
        if given == match { return try next() }
        continue
      }
      guard case .slot(let slot) = subject else { continue }
      x.row[slot] = match
      defer { x.row[slot] = 0 }
      guard try next() else { return false }
    }
    return true
  }
}

/// `<s> kg:predicted ?o`: the objects that graph embeddings expect for a subject.
final class PredictionOperator: Operator {
  private let subject, object: Position
  private let predicted: @Sendable (Term) throws -> [(predicate: Term, object: Term)]

  init(_ subject: Position, _ object: Position, _ predicted: @escaping @Sendable (Term) throws -> [(predicate: Term, object: Term)]) {
    self.subject = subject
    self.object = object
    self.predicted = predicted
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let number = subject.value(x)
    guard number != 0 else { throw SPARQLError(.syntax, "the subject of kg:predicted must be known when it is asked for") }
    for (_, term) in try predicted(try x.term(number)) {
      let value = try x.number(of: term)
      if object.value(x) != 0 {
        if object.value(x) == value { return try next() }
        continue
      }
      guard case .slot(let slot) = object else { continue }
      x.row[slot] = value
      defer { x.row[slot] = 0 }
      guard try next() else { return false }
    }
    return true
  }
}
