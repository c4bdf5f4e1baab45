import Foundation
import RDF

/// Whether two tables have the same rows, in any order, but for the names of their blank nodes. Numbers are compared by value, as the suites were
/// written before there was one canonical form for them.
struct RowMatching {
  private let left: [[Term?]]
  private let right: [[Term?]]

  static func areEqual(_ a: [[Term?]], _ b: [[Term?]]) -> Bool {
    guard a.count == b.count else { return false }
    let (left, right) = (a.map { $0.map { $0.map(canonical) } }, b.map { $0.map { $0.map(canonical) } })
    // Rows without blank nodes pair off by themselves.
    var counts: [[Term?]: Int] = [:]
    for row in left where !hasBlank(row) { counts[row, default: 0] += 1 }
    for row in right where !hasBlank(row) { counts[row, default: 0] -= 1 }
    guard counts.values.allSatisfy({ $0 == 0 }) else { return false }
    let matching = RowMatching(left: left.filter(hasBlank), right: right.filter(hasBlank))
    guard matching.left.count == matching.right.count else { return false }
    var used = Array(repeating: false, count: matching.right.count)
    return matching.match(0, &used, [:], [:])
  }

  private func match(_ index: Int, _ used: inout [Bool], _ names: [String: String], _ back: [String: String]) -> Bool {
    if index == left.count { return true }
    for candidate in right.indices where !used[candidate] {
      var names = names
      var back = back
      guard zip(left[index], right[candidate]).allSatisfy({ Self.pair($0, $1, &names, &back) }) else { continue }
      used[candidate] = true
      if match(index + 1, &used, names, back) { return true }
      used[candidate] = false
    }
    return false
  }

  private static func pair(_ a: Term?, _ b: Term?, _ names: inout [String: String], _ back: inout [String: String]) -> Bool {
    switch (a, b) {
    case (.blank(let left)?, .blank(let right)?):
      if names[left] == nil, back[right] == nil {
        names[left] = right
        back[right] = left
      }
      return names[left] == right && back[right] == left
    case (.triple(let left)?, .triple(let right)?):
      return pair(left.subject, right.subject, &names, &back) && left.predicate == right.predicate && pair(left.object, right.object, &names, &back)
    default: return a == b
    }
  }

  private static func hasBlank(_ row: [Term?]) -> Bool {
    row.contains {
      switch $0 {
      case .blank?, .triple?: true
      default: false
      }
    }
  }

  private static func canonical(_ term: Term) -> Term {
    guard case .literal(let literal) = term, literal.number != nil else { return term }
    switch literal.datatype {
    case Vocabulary.XSD.double, Vocabulary.XSD.float: return .literal(Literal("\(literal.number!)", datatype: literal.datatype))
    case Vocabulary.XSD.decimal: return .literal(Literal(Decimal(string: literal.lexical).map { "\($0)" } ?? literal.lexical, datatype: literal.datatype))
    default: return term
    }
  }
}
