import Foundation
import Kernels
import Layers
import TestFiles
import Testing

/// One case of what PyTorch gave (`Tests/Reference/record_gradients.py`).
struct GradientRecording {
  private let entries: [String: [[Float]]]

  private static let all = Result {
    try JSONDecoder().decode([String: [String: [[Float]]]].self, from: Data(contentsOf: TestFiles.recording("gradients.json")))
  }

  init(_ name: String) throws { entries = try #require(try Self.all.get()[name], "no recording of \(name)") }

  subscript(key: String) -> [[Float]] { entries[key] ?? [] }

  func activations(_ key: String) -> Activations {
    let rows = self[key], x = Activations(rows: rows.count, columns: rows.first?.count ?? 0)
    for (t, row) in rows.enumerated() { x.set(row: t, to: row) }
    return x
  }

  func integers(_ key: String) -> [Int32] { self[key].joined().map { Int32($0) } }

  /// Fills a parameter with an entry of as many elements.
  func fill(_ parameter: Parameter, _ key: String) { parameter.fill(with: Array(self[key].joined())) }

  /// The largest difference between what was computed and an entry, relative to the entry's largest element.
  func error(_ key: String, _ computed: [[Float]]) -> Float {
    let expected = self[key]
    guard expected.count == computed.count, zip(expected, computed).allSatisfy({ $0.count == $1.count }) else { return .infinity }
    let largest = expected.joined().reduce(Float(1e-6)) { max($0, abs($1)) }
    return zip(expected.joined(), computed.joined()).reduce(Float(0)) { max($0, $1.1.isFinite ? abs($1.0 - $1.1) : .infinity) } / largest
  }
  func error(_ key: String, _ x: Activations) -> Float { error(key, (0..<x.rows).map { x.copy(row: $0) }) }
  func error(_ key: String, _ x: FloatTable) -> Float { error(key, (0..<x.rows).map { x.copy(row: $0) }) }
}

/// Room for so many elements, of a shape that a layer gives it.
func room(_ count: Int = 4096) -> Activations { Activations(rows: 1, columns: count) }
