/// Which parts of a picture are taken, so that the next label finds a place of its own.
///
/// Boxes lie in the cells of a grid; a question looks at the cells of its box alone.
public struct OccupiedArea: Sendable {
  private struct Cell: Hashable { let column, row: Int }

  private static let side = 64.0
  private var cells: [Cell: [Box]] = [:]

  public init() {}

  public mutating func insert(_ box: Box) {
    for cell in Self.cells(of: box) { cells[cell, default: []].append(box) }
  }

  public func isFree(_ box: Box) -> Bool {
    Self.cells(of: box).allSatisfy { cell in cells[cell]?.allSatisfy { !$0.overlaps(box) } ?? true }
  }

  /// Takes the first of the candidates that is free and lies within the bounds.
  public mutating func place(_ candidates: some Sequence<Box>, within bounds: Box? = nil, margin: Double = 2) -> Box? {
    for box in candidates where bounds?.contains(box) ?? true {
      let wanted = box.grown(by: margin)
      if isFree(wanted) {
        insert(wanted)
        return box
      }
    }
    return nil
  }

  private static func cells(of box: Box) -> [Cell] {
    // A picture has thousands of units at most; what lies outside shares the outermost cells.
    func index(_ value: Double) -> Int { Int(max(-4096, min(4096, (value / side).rounded(.down)))) }
    var result: [Cell] = []
    for row in index(box.y)...index(box.bottom) {
      for column in index(box.x)...index(box.right) { result.append(Cell(column: column, row: row)) }
    }
    return result
  }
}
