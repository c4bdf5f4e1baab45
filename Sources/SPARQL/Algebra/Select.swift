/// SELECT with its modifiers; also what CONSTRUCT, DESCRIBE and ASK ask underneath.
struct Select: Sendable {
  enum Duplicates: Sendable {
    case kept, reduced, removed
  }

  struct Item: Sendable {
    let variable: Variable
    /// Nil for a plain variable.
    let expression: Expression?
  }

  struct GroupKey: Sendable {
    let expression: Expression
    let variable: Variable?
  }

  struct Order: Sendable {
    let expression: Expression
    let isDescending: Bool
  }

  /// In the order of the columns. Made from the variables in scope for `SELECT *`.
  var items: [Item] = []
  var duplicates = Duplicates.kept
  var pattern = Algebra.unit
  /// Nil without grouping; empty when aggregates make one group of everything.
  var groups: [GroupKey]?
  var having: [Expression] = []
  var order: [Order] = []
  var offset = 0
  var limit: Int?
  /// VALUES after the modifiers.
  var values = Algebra.unit

  var variables: [Variable] { items.map(\.variable) }
}
