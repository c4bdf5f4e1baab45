import Foundation
import Kernels
import Models
import Weights

/// One case of the ONNX project's node tests: a model of a node or two, what goes in and what must come out.
struct NodeCase {
  let name: String
  let model: [UInt8]
  let inputs: [[UInt8]]
  let outputs: [[UInt8]]

  /// Those that `Tests/Reference/record_onnx_nodes.py` recorded.
  static func recorded(at url: URL) throws -> [NodeCase] {
    var reader = Parts(bytes: [UInt8](try Data(contentsOf: url)))
    return (0..<reader.number()).map { _ in
      let name = String(decoding: reader.part(), as: UTF8.self), model = reader.part()
      let inputs = (0..<reader.number()).map { _ in reader.part() }
      return NodeCase(name: name, model: model, inputs: inputs, outputs: (0..<reader.number()).map { _ in reader.part() })
    }
  }

  /// Runs the case; nil when every output is as expected, else what differs.
  ///
  /// Floats may differ by a thousandth of themselves and 10⁻⁵, the ONNX project's own tolerance for those that are not exact.
  func difference(_ compute: Compute) throws -> String? {
    let graph = try ONNXGraph(file: ONNXFile(bytes: model, name: name), compute: compute)
    var given: [String: GraphTensor] = [:]
    for (input, bytes) in zip(graph.inputs, inputs) {
      let (tensor, floats, integers) = try ONNXFile.tensor(bytes: bytes, name: input)
      given[input] = tensor.type.isFloating
        ? GraphTensor(shape: tensor.shape, floats: floats) : GraphTensor(type: tensor.type, shape: tensor.shape, integers: integers)
    }
    let results = try graph.run(given)
    for (output, bytes) in zip(graph.outputs, outputs) {
      let (wanted, floats, integers) = try ONNXFile.tensor(bytes: bytes, name: output)
      guard let got = results[output] else { return "\(output) is missing" }
      if got.shape != wanted.shape { return "\(output) has the shape \(got.shape), not \(wanted.shape)" }
      if got.type.isFloating != wanted.type.isFloating { return "\(output) is \(got.type), not \(wanted.type)" }
      if wanted.type.isFloating {
        let relative: Float = wanted.type == .bfloat16 ? 1e-2 : 1e-3
        for (i, (a, b)) in zip(got.floats, floats).enumerated() where !(a == b || a.isNaN && b.isNaN || abs(a - b) <= 1e-5 + relative * abs(b)) {
          return "\(output)[\(i)] is \(a), not \(b)"
        }
      } else if got.integers != integers {
        return "\(output) is \(got.integers.prefix(12)), not \(integers.prefix(12))"
      }
    }
    return nil
  }

  private struct Parts {
    let bytes: [UInt8]
    var at = 0

    mutating func number() -> Int {
      defer { at += 4 }
      return (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }

    mutating func part() -> [UInt8] {
      let count = number()
      defer { at += count }
      return Array(bytes[at..<at + count])
    }
  }
}
