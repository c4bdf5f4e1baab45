/// Walks through the statements that fit a pattern, as numbers of terms, without holding them.
///
/// ```swift
/// let cursor = try reader.cursor(subject: true, predicate: true)
/// try cursor.start(subject: entity, predicate: label)
/// while try cursor.next() { print(cursor.object) }
/// try cursor.start(subject: other, predicate: label)   // the same pattern again, without preparing anything
/// ```
/// The answers come in the order of the tree that serves the pattern: by subject, predicate, object, unless a predicate or object is
/// given without subject: then by object, subject or subject, predicate. Lives no longer than its reader; several may run beside each other.
public final class QuadCursor {
  public private(set) var subject = EntityID(rawValue: 0)
  public private(set) var predicate = EntityID(rawValue: 0)
  public private(set) var object = EntityID(rawValue: 0)
  /// 0 for the default graph.
  public private(set) var graph = EntityID(rawValue: 0)

  private let statements: ScanStatements
  private let shape: ScanShape
  private let statement: Statement
  private let scope: GraphScope
  private var isAtEnd = true

  init(_ statements: ScanStatements, shape: ScanShape, scope: GraphScope) throws {
    self.statements = statements
    self.shape = shape
    self.scope = scope
    statement = try statements.take(shape)
  }

  deinit { statements.giveBack(statement, shape) }

  /// Begins the walk, or begins it anew. Positions that the cursor was not made for are ignored; those that it was made for are needed.
  /// - Parameter graph: in place of the name that the cursor was made with, where it was made for one graph.
  public func start(subject: EntityID? = nil, predicate: EntityID? = nil, object: EntityID? = nil, graph: EntityID? = nil) throws {
    statement.reset()
    if shape.subject { try statement.bind(Self.given(subject, "subject"), at: 1) }
    if shape.predicate { try statement.bind(Self.given(predicate, "predicate"), at: 2) }
    if shape.object { try statement.bind(Self.given(object, "object"), at: 3) }
    if case .graph(let name) = scope { try statement.bind((graph ?? name).rawValue, at: 4) }
    isAtEnd = false
    self.subject = EntityID(rawValue: 0)
  }

  private static func given(_ id: EntityID?, _ name: String) throws -> Int64 {
    guard let id else { throw StoreError(.invalid, "the cursor was made for a given \(name), and none was given") }
    return id.rawValue
  }

  /// Goes to the next statement; false when there is none.
  /// - Throws: ``StoreError``, `cancelled` and `deadline` included.
  public func next() throws -> Bool {
    while !isAtEnd {
      guard try statement.step() else {
        isAtEnd = true
        // What is at its end holds the snapshot's pages no longer.
        statement.reset()
        return false
      }
      let (s, p, o) = (statement.int64(0), statement.int64(1), statement.int64(2))
      // The trees end with the graph, so the same triple of several graphs stands side by side.
      if scope == .union, s == subject.rawValue, p == predicate.rawValue, o == object.rawValue { continue }
      subject = EntityID(rawValue: s)
      predicate = EntityID(rawValue: p)
      object = EntityID(rawValue: o)
      graph = EntityID(rawValue: statement.int64(3))
      return true
    }
    return false
  }
}
