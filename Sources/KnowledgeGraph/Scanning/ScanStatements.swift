/// The prepared statements of patterns that are not in use, by shape: a join that scans a pattern inside a pattern prepares each only once.
final class ScanStatements {
  private let connection: Connection
  private var free: [[Statement]] = Array(repeating: [], count: ScanShape.count)

  init(_ connection: Connection) { self.connection = connection }

  func take(_ shape: ScanShape) throws -> Statement {
    try free[shape.number].popLast() ?? connection.prepareAnother(shape.scan)
  }

  func giveBack(_ statement: Statement, _ shape: ScanShape) {
    statement.reset()
    if free[shape.number].count < 16 { free[shape.number].append(statement) }
  }
}
