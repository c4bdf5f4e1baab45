internal import RDF

/// `<<( ?s ?p ?o )>>` of a pattern: takes a triple term apart, or puts one together when its parts are known first.
final class UnfoldOperator: Operator {
  private let slot: Int
  private let subject, predicate, object: Position

  init(_ slot: Int, _ subject: Position, _ predicate: Position, _ object: Position) {
    self.slot = slot
    self.subject = subject
    self.predicate = predicate
    self.object = object
  }

  override func run(_ x: Execution, _ next: () throws -> Bool) throws -> Bool {
    let number = x.row[slot]
    if number != 0 {
      guard case .triple(let triple) = try x.term(number) else { return true }
      return try x.binding(subject, to: try x.number(of: triple.subject)) {
        try x.binding(predicate, to: try x.number(of: triple.predicate)) {
          try x.binding(object, to: try x.number(of: triple.object)) { try next() }
        }
      }
    }
    let parts = [subject, predicate, object].map { $0.value(x) }
    guard parts.allSatisfy({ $0 != 0 }) else { return true }
    let triple = Triple(try x.term(parts[0]), try x.term(parts[1]), try x.term(parts[2]))
    guard triple.isPossible else { return true }
    return try x.binding(.slot(slot), to: try x.number(of: .triple(triple))) { try next() }
  }
}

extension Triple {
  /// Whether each part stands where RDF allows it.
  var isPossible: Bool { subject.literal == nil && subject.triple == nil && predicate.iri != nil }
}
