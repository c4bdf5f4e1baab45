/// Which entities answer (entity, relation), by the asserted triples of several splits: what a filtered ranking leaves out.
public struct KnownAnswers: Sendable {
  private let byObject, bySubject: Lists

  /// - Complexity: O(n log n) in all triples; 12 bytes for each of them and direction at most.
  public init(_ splits: [[NumberedTriple]]) {
    byObject = Lists(splits.lazy.joined().map { (Lists.key($0.subject, $0.relation), $0.object) })
    bySubject = Lists(splits.lazy.joined().map { (Lists.key($0.object, $0.relation), $0.subject) })
  }

  /// The known objects of a subject and relation, each once, ascending.
  public func objects(_ subject: Int32, _ relation: Int32) -> ArraySlice<Int32> { byObject[Lists.key(subject, relation)] }
  /// The known subjects of a relation and object, each once, ascending.
  public func subjects(_ relation: Int32, _ object: Int32) -> ArraySlice<Int32> { bySubject[Lists.key(object, relation)] }

  /// Lists by key, one after another in one array: most have one element, for which an array each would be five times as much.
  private struct Lists: Sendable {
    private var keys: [Int64] = []
    private var starts: [Int32] = []
    private var values: [Int32] = []

    static func key(_ entity: Int32, _ relation: Int32) -> Int64 { Int64(entity) << 32 | Int64(relation) }

    init(_ pairs: some Sequence<(key: Int64, value: Int32)>) {
      var before: (key: Int64, value: Int32)?
      for pair in pairs.sorted(by: { ($0.key, $0.value) < ($1.key, $1.value) }) {
        if let before, before == pair { continue }
        if before?.key != pair.key {
          keys.append(pair.key)
          starts.append(Int32(values.count))
        }
        values.append(pair.value)
        before = pair
      }
      starts.append(Int32(values.count))
    }

    subscript(key: Int64) -> ArraySlice<Int32> {
      var low = 0, high = keys.count
      while low < high {
        let middle = (low + high) / 2
        if keys[middle] < key { low = middle + 1 } else { high = middle }
      }
      guard low < keys.count, keys[low] == key else { return [] }
      return values[Int(starts[low])..<Int(starts[low + 1])]
    }
  }
}
