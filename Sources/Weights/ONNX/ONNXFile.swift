import Memory

/// An ONNX file: the nodes of its graph in the order they stand, its constants and what it says of itself.
///
/// ```swift
/// let file = try ONNXFile(path: "det.onnx")
/// file.nodes.map(\.operation)   // ["Conv", "Relu", …]
/// ```
/// Source: onnx.proto of ONNX, IR versions 3 and later.
public final class ONNXFile: Sendable {
  public let path: String
  /// The version of ONNX's own operators.
  public let operatorVersion: Int
  public let metadata: [String: String]
  public let nodes: [ONNXNode]
  public let constants: [String: ONNXTensor]
  /// Names of the inputs that are no constants, and of the outputs.
  public let inputs: [String]
  /// The inputs' sizes as far as the file says them; nil for a side that may be of any length.
  public let inputShapes: [String: [Int?]]
  public let outputs: [String]

  private let storage: Storage

  /// Maps the file and reads its header.
  ///
  /// - Throws: ``WeightFileError``.
  public convenience init(path: String) throws(WeightFileError) {
    let file: MappedFile
    do throws(MappedFileError) { file = try MappedFile(path: path) } catch { throw WeightFileError(error) }
    try self.init(path: path, storage: .file(file))
  }

  /// Reads a file that is in memory already; `name` is what errors call it.
  public convenience init(bytes: [UInt8], name: String) throws(WeightFileError) {
    try self.init(path: name, storage: .memory(CopiedBytes(bytes)))
  }

  private init(path: String, storage: Storage) throws(WeightFileError) {
    var model = unsafe ProtobufReader(path: path, bytes: storage.bytes, range: 0..<storage.bytes.count)
    var graph: Range<Int>?, version = 0, metadata: [String: String] = [:], irVersion: UInt64 = 0
    while let (number, value) = try model.next() {
      switch (number, value) {
      case (1, .number(let value)): irVersion = value
      case (7, .range(let range)): graph = range
      case (8, .range(let range)):
        let (domain, number) = try Self.operatorSet(model.inside(range))
        if domain.isEmpty || domain == "ai.onnx" { version = number }
      case (14, .range(let range)):
        let (key, value) = try Self.entry(model.inside(range))
        metadata[key] = value
      default: break
      }
    }
    guard let graph, irVersion >= 3, irVersion < 1000, version >= 1 else {
      throw WeightFileError(.wrongFormat, path: path, problem: "this is no ONNX file, or one of a version before 3", offset: 0)
    }
    var reader = model.inside(graph)
    var nodes: [ONNXNode] = [], constants: [String: ONNXTensor] = [:], inputs: [String] = [], outputs: [String] = [], shapes: [String: [Int?]] = [:]
    while let (number, value) = try reader.next() {
      guard case .range(let range) = value else { continue }
      switch number {
      case 1: nodes.append(try ONNXNode(reader.inside(range)))
      case 5:
        let tensor = try ONNXTensor(reader.inside(range))
        constants[tensor.name] = tensor
      case 11:
        let name = try Self.name(reader.inside(range))
        inputs.append(name)
        shapes[name] = try Self.shape(reader.inside(range))
      case 12: outputs.append(try Self.name(reader.inside(range)))
      default: break
      }
    }
    self.path = path
    operatorVersion = version
    self.metadata = metadata
    self.nodes = nodes
    self.constants = constants
    self.inputs = inputs.filter { constants[$0] == nil }
    self.outputs = outputs
    inputShapes = shapes.filter { constants[$0.key] == nil }
    self.storage = storage
  }

  /// The values of a tensor of this file, floats of any width as 32-bit floats; empty for one of whole numbers.
  public func floats(of tensor: ONNXTensor) -> [Float] {
    switch tensor.payload {
    case .floats(let values): return values
    case .integers: return []
    case .raw(let range):
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: storage.bytes[range])
      switch tensor.type {
      case .float: return (0..<tensor.count).map { unsafe Float(bitPattern: Self.load(UInt32.self, bytes, $0)) }
      case .double: return (0..<tensor.count).map { unsafe Float(Double(bitPattern: Self.load(UInt64.self, bytes, $0))) }
      case .float16, .bfloat16: return (0..<tensor.count).map { unsafe ONNXTensor.half(Int64(Self.load(UInt16.self, bytes, $0)), tensor.type) }
      default: return []
      }
    }
  }

  /// The values of a tensor of whole numbers of this file; empty for floats.
  public func integers(of tensor: ONNXTensor) -> [Int64] {
    switch tensor.payload {
    case .integers(let values): return values
    case .floats: return []
    case .raw(let range):
      let bytes = unsafe UnsafeRawBufferPointer(rebasing: storage.bytes[range]), count = tensor.count
      switch tensor.type {
      case .uint8, .bool: return (0..<count).map { unsafe Int64(Self.load(UInt8.self, bytes, $0)) }
      case .int8: return (0..<count).map { unsafe Int64(Self.load(Int8.self, bytes, $0)) }
      case .uint16: return (0..<count).map { unsafe Int64(Self.load(UInt16.self, bytes, $0)) }
      case .int16: return (0..<count).map { unsafe Int64(Self.load(Int16.self, bytes, $0)) }
      case .int32: return (0..<count).map { unsafe Int64(Self.load(Int32.self, bytes, $0)) }
      case .uint32: return (0..<count).map { unsafe Int64(Self.load(UInt32.self, bytes, $0)) }
      case .int64, .uint64: return (0..<count).map { unsafe Self.load(Int64.self, bytes, $0) }
      default: return []
      }
    }
  }

  /// A tensor that stands alone, as the ONNX project's test data has them, in a file whose only content it is.
  public static func tensor(bytes: [UInt8], name: String) throws(WeightFileError) -> (ONNXTensor, floats: [Float], integers: [Int64]) {
    let storage = Storage.memory(CopiedBytes(bytes))
    let tensor = try unsafe ONNXTensor(ProtobufReader(path: name, bytes: storage.bytes, range: 0..<bytes.count))
    let holder = ONNXFile(holding: storage, path: name)
    return (tensor, holder.floats(of: tensor), holder.integers(of: tensor))
  }

  private init(holding storage: Storage, path: String) {
    self.path = path
    self.storage = storage
    (operatorVersion, metadata, nodes, constants, inputs, outputs, inputShapes) = (0, [:], [], [:], [], [], [:])
  }

  private static func load<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, _ bytes: UnsafeRawBufferPointer, _ index: Int) -> T {
    unsafe T(littleEndian: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: T.self))
  }

  private static func operatorSet(_ message: ProtobufReader) throws(WeightFileError) -> (String, Int) {
    var message = message, domain = "", version = 0
    while let (number, value) = try message.next() {
      switch (number, value) {
      case (1, .range(let range)): domain = message.string(range)
      case (2, .number(let value)): version = Int(clamping: value)
      default: break
      }
    }
    return (domain, version)
  }

  private static func entry(_ message: ProtobufReader) throws(WeightFileError) -> (String, String) {
    var message = message, key = "", text = ""
    while let (number, value) = try message.next() {
      guard case .range(let range) = value else { continue }
      if number == 1 { key = message.string(range) } else if number == 2 { text = message.string(range) }
    }
    return (key, text)
  }

  private static func name(_ message: ProtobufReader) throws(WeightFileError) -> String {
    var message = message
    while let (number, value) = try message.next() { if number == 1, case .range(let range) = value { return message.string(range) } }
    return ""
  }

  /// The dimensions of a ValueInfoProto: its type, the type's tensor, the tensor's shape, the shape's dimensions.
  private static func shape(_ message: ProtobufReader) throws(WeightFileError) -> [Int?] {
    var dimensions = message, shape: [Int?] = []
    for wanted in [2, 1, 2] {
      var inner: ProtobufReader?
      while inner == nil, let (number, value) = try dimensions.next() {
        if number == wanted, case .range(let range) = value { inner = dimensions.inside(range) }
      }
      guard let inner else { return [] }
      dimensions = inner
    }
    while let (number, value) = try dimensions.next() {
      guard number == 1, case .range(let range) = value, shape.count < 16 else { continue }
      var dimension = dimensions.inside(range), size: Int?
      while let (number, value) = try dimension.next() { if number == 1, case .number(let count) = value, count < 1 << 32 { size = Int(count) } }
      shape.append(size)
    }
    return shape
  }

  private enum Storage: Sendable {
    case file(MappedFile)
    case memory(CopiedBytes)

    @unsafe var bytes: UnsafeRawBufferPointer {
      switch self {
      case .file(let file): unsafe file.bytes
      case .memory(let copy): unsafe copy.bytes
      }
    }
  }

  /// Bytes at a fixed address.
  private final class CopiedBytes: Sendable {
    private let buffer: AlignedBuffer<UInt8>

    init(_ bytes: [UInt8]) {
      buffer = AlignedBuffer(count: bytes.count)
      for i in bytes.indices { unsafe buffer.pointer[i] = bytes[i] }
    }

    @unsafe var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: buffer.pointer, count: buffer.count) }
  }
}
