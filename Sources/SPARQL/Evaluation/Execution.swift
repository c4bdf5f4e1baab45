internal import RDF

/// One run of a query: the row that is being built, the terms that were computed, the limits.
///
/// Operators bind slots of the row, call what comes next, and unbind them: no row is copied until something has to be kept.
final class Execution {
  let source: any QuadSource
  let budget: Budget
  let options: QueryOptions
  /// Numbers of terms by slot; 0 is unbound, a negative number a term that the source does not have.
  var row: [Int64] = []
  /// The time of NOW(), the same wherever it is asked.
  private(set) lazy var now = XSDMoment.dateTime(secondsSince1970: started.seconds, milliseconds: started.milliseconds)
  private let started: (seconds: Int64, milliseconds: Int)
  private var computed: [Term] = []
  private var computedNumbers: [Term: Int64] = [:]
  private var blanks = 0
  var dataset = QueryDataset()
  /// Counts solutions, for what is the same within one.
  var solution = 0
  private var labelled: [String: Term] = [:]
  private var labelledSolution = -1

  init(_ source: any QuadSource, _ options: QueryOptions, started: (seconds: Int64, milliseconds: Int)) {
    self.source = source
    self.options = options
    self.started = started
    budget = Budget(options.limits, source)
  }

  func term(_ number: Int64) throws -> Term { number > 0 ? try source.term(number) : computed[Int(-number) - 1] }

  /// The number of a term, which stands for it in comparisons: the source's where it has one.
  func number(of term: Term) throws -> Int64 {
    if let known = try source.number(of: term) { return known }
    if let known = computedNumbers[term] { return known }
    return try add(term)
  }

  private func add(_ term: Term) throws -> Int64 {
    try budget.take(96 + (term.literal?.lexical.utf8.count ?? term.iri?.utf8.count ?? 0))
    computed.append(term)
    let number = -Int64(computed.count)
    computedNumbers[term] = number
    return number
  }

  func number(of value: Value) throws -> Int64 { try number(of: value.term) }

  func freshBlank() -> Term {
    blanks += 1
    return .blank("_q\(blanks)")
  }

  /// The node that BNODE("label") gives: the same within one solution.
  func blank(labelled label: String) -> Term {
    if labelledSolution != solution {
      labelledSolution = solution
      labelled.removeAll()
    }
    if let node = labelled[label] { return node }
    let node = freshBlank()
    labelled[label] = node
    return node
  }

  func value(_ slot: Int) throws -> Value? {
    let number = row[slot]
    return number == 0 ? nil : .term(try term(number))
  }
}

/// Yields a value for the row as it stands; nil is an error of the expression, which is not an error of the query.
typealias Evaluator = (Execution) throws -> Value?
