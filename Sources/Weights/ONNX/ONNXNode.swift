/// One operation of an ONNX graph.
public struct ONNXNode: Sendable {
  /// As error texts name it: its own name, or that of its first output.
  public let name: String
  public let operation: String
  /// The operator set that the operation belongs to; empty for ONNX's own.
  public let domain: String
  /// Names of values; empty where an optional input is left out.
  public let inputs: [String]
  public let outputs: [String]
  public let attributes: [String: ONNXAttribute]

  /// A node that stands for others of a file.
  public init(name: String, operation: String, inputs: [String], outputs: [String], attributes: [String: ONNXAttribute] = [:]) {
    (self.name, self.operation, domain, self.inputs, self.outputs, self.attributes) = (name, operation, "", inputs, outputs, attributes)
  }

  init(_ message: ProtobufReader) throws(WeightFileError) {
    var message = message, name = "", operation = "", domain = "", inputs: [String] = [], outputs: [String] = []
    var attributes: [String: ONNXAttribute] = [:]
    while let (number, value) = try message.next() {
      guard case .range(let range) = value else { continue }
      switch number {
      case 1: inputs.append(message.string(range))
      case 2: outputs.append(message.string(range))
      case 3: name = message.string(range)
      case 4: operation = message.string(range)
      case 5:
        let (key, attribute) = try ONNXAttribute.read(message.inside(range))
        attributes[key] = attribute
      case 7: domain = message.string(range)
      default: break
      }
    }
    self.name = name.isEmpty ? outputs.first ?? operation : name
    (self.operation, self.domain, self.inputs, self.outputs, self.attributes) = (operation, domain, inputs, outputs, attributes)
  }
}

/// A setting of a node. Graphs inside nodes are kept as `unsupported`: no operator here has one.
public enum ONNXAttribute: Sendable {
  case float(Float)
  case integer(Int64)
  case string(String)
  case tensor(ONNXTensor)
  case floats([Float])
  case integers([Int64])
  case strings([String])
  case unsupported

  static func read(_ message: ProtobufReader) throws(WeightFileError) -> (String, ONNXAttribute) {
    var message = message, name = "", type = 0
    var float: Float = 0, integer: Int64 = 0, string = "", tensor: ONNXTensor?
    var floats: [Float] = [], integers: [Int64] = [], strings: [String] = []
    while let (number, value) = try message.next() {
      switch (number, value) {
      case (1, .range(let range)): name = message.string(range)
      case (2, .fixed32(let bits)): float = Float(bitPattern: bits)
      case (3, .number(let value)): integer = Int64(bitPattern: value)
      case (4, .range(let range)): string = message.string(range)
      case (5, .range(let range)): tensor = try ONNXTensor(message.inside(range))
      case (7, .fixed32(let bits)): floats.append(Float(bitPattern: bits))
      case (7, .range(let range)):
        var packed = message.inside(range)
        while let bits = try packed.nextPacked(UInt32.self) { floats.append(Float(bitPattern: bits)) }
      case (8, .number(let value)): integers.append(Int64(bitPattern: value))
      case (8, .range(let range)):
        var packed = message.inside(range)
        while let value = try packed.nextPacked() { integers.append(Int64(bitPattern: value)) }
      case (9, .range(let range)): strings.append(message.string(range))
      case (20, .number(let value)): type = Int(truncatingIfNeeded: value)
      default: break
      }
    }
    switch type {
    case 1: return (name, .float(float))
    case 2: return (name, .integer(integer))
    case 3: return (name, .string(string))
    case 4: return (name, tensor.map { .tensor($0) } ?? .unsupported)
    case 6: return (name, .floats(floats))
    case 7: return (name, .integers(integers))
    case 8: return (name, .strings(strings))
    default: return (name, .unsupported)
    }
  }
}
