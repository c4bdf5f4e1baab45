internal import Foundation
internal import KnowledgeGraph

/// A cell that holds a number, with what names it in its table.
struct TableValue {
  let row: Int
  let column: Int
  let mention: QuantityMention
  /// The cell as it stands, with the unit of its column: "about 4.2 (±0.1) %".
  let said: String

  var quantity: Quantity { mention.quantity }

  /// `nil` where the cell has no number.
  init?(_ table: EvidenceTable, row: Int, column: Int) {
    guard column < table.rows[row].values.count, let mention = table.rows[row].values[column] else { return nil }
    let cell = table.rows[row].cells[column]
    (self.row, self.column, self.mention, said) = (row, column, mention, cell.title.said(cell.value))
  }

  /// What two values differ by, with its error: their own, taken as independent of one another.
  func difference(from other: TableValue) -> (quantity: Quantity, error: Double?)? {
    guard let converted = other.quantity.converted(to: quantity.unit) else { return nil }
    let scale = other.quantity.unit.scale / quantity.unit.scale
    let error = mention.error == nil && other.mention.error == nil ? nil : hypot(mention.error ?? 0, (other.mention.error ?? 0) * scale)
    return (Quantity(quantity.value - converted.value, quantity.unit), error)
  }

  /// True where the two may be the same as far as they are known; nil where they cannot be compared.
  func isTold(from other: TableValue) -> Bool? {
    guard let (quantity, error) = difference(from: other) else { return nil }
    return abs(quantity.value) > (error ?? 0) && !Quantity.same(self.quantity.base, other.quantity.base)
  }
}
