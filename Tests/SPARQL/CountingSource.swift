import RDF
import SPARQL

/// Counts what a query asks of its data.
final class CountingSource: QuadSource {
  private let inner: MemoryDataset
  private(set) var scans = 0
  private(set) var quads = 0
  /// Called at every scan.
  var onScan: () throws -> Void = {}

  init(_ inner: MemoryDataset) { self.inner = inner }

  func number(of term: Term) -> Int64? { inner.number(of: term) }
  func term(_ number: Int64) -> Term { inner.term(number) }
  func graphs() -> [Int64] { inner.graphs() }
  func estimate(subject: Bool, predicate: Int64?, object: Bool) -> Double { inner.estimate(subject: subject, predicate: predicate, object: object) }
  func count(_ pattern: QuadPattern, atMost limit: Int) throws -> Int { try inner.count(pattern, atMost: limit) }

  func scan(_ pattern: QuadPattern, _ body: (Int64, Int64, Int64, Int64) throws -> Bool) throws -> Bool {
    scans += 1
    try onScan()
    return try inner.scan(pattern) {
      quads += 1
      return try body($0, $1, $2, $3)
    }
  }
}
