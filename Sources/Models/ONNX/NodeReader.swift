import Weights

/// A node while the graph is loaded: its settings, and those of its inputs that are constant.
struct NodeReader {
  let node: ONNXNode
  /// The version of ONNX's operators that the file asks for.
  let version: Int
  let file: ONNXFile
  let constants: [String: GraphTensor]

  var path: String { file.path }

  var title: String { "\(node.name) (\(node.operation))" }

  func fault(_ problem: String) -> GraphError { GraphError(path: path, node: title, problem: problem) }

  func integer(_ name: String, default value: Int) throws -> Int {
    switch node.attributes[name] {
    case nil: return value
    case .integer(let value)?: return Int(clamping: value)
    default: throw fault("has no whole number as its \(name)")
    }
  }

  func flag(_ name: String, default value: Bool = false) throws -> Bool { try integer(name, default: value ? 1 : 0) != 0 }

  func float(_ name: String, default value: Float) throws -> Float {
    switch node.attributes[name] {
    case nil: return value
    case .float(let value)?: return value
    default: throw fault("has no number as its \(name)")
    }
  }

  func integers(_ name: String) throws -> [Int]? {
    switch node.attributes[name] {
    case nil: return nil
    case .integers(let values)?:
      guard values.count <= 64 else { throw fault("has \(values.count) \(name)") }
      return values.map { Int(clamping: $0) }
    default: throw fault("has no whole numbers as its \(name)")
    }
  }

  func string(_ name: String, default value: String) throws -> String {
    switch node.attributes[name] {
    case nil: return value
    case .string(let value)?: return value
    default: throw fault("has no text as its \(name)")
    }
  }

  /// A setting out of those that are known.
  func choice(_ name: String, default value: String, of known: [String]) throws -> String {
    let value = try string(name, default: value)
    guard known.contains(value) else { throw fault("has the \(name) \(value), which is not supported; known are \(known.joined(separator: ", "))") }
    return value
  }

  /// An input, where it is constant.
  func constant(_ index: Int) -> GraphTensor? {
    index < node.inputs.count && !node.inputs[index].isEmpty ? constants[node.inputs[index]] : nil
  }

  /// A tensor that stands in a setting.
  func value(of tensor: ONNXTensor) throws -> GraphTensor { GraphTensor(tensor, of: file) }

  func has(_ index: Int) -> Bool { index < node.inputs.count && !node.inputs[index].isEmpty }
}

/// A dimension's number, counted from the end where it is negative.
func normalizedAxis(_ axis: Int, rank: Int, _ fault: (String) -> GraphError) throws -> Int {
  let value = axis < 0 ? axis + rank : axis
  guard value >= 0, value < max(rank, 1) else { throw fault("names the dimension \(axis) of \(rank)") }
  return value
}
