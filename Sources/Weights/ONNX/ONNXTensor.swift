/// A constant of an ONNX graph: its type and shape, and its values or where they stand in the file.
public struct ONNXTensor: Sendable {
  public let name: String
  public let type: ONNXElementType
  public let shape: [Int]
  let payload: Payload

  enum Payload: Sendable {
    case raw(Range<Int>)
    case floats([Float])
    case integers([Int64])
  }

  /// Elements in all.
  public var count: Int { shape.reduce(1, *) }

  init(name: String, type: ONNXElementType, shape: [Int], payload: Payload) {
    self.name = name
    self.type = type
    self.shape = shape
    self.payload = payload
  }

  /// Reads a TensorProto.
  ///
  /// - Throws: ``WeightFileError`` unless the shape has exactly as many elements as there are values.
  init(_ message: ProtobufReader) throws(WeightFileError) {
    var message = message, name = "", typeNumber = 0, shape: [Int] = []
    var raw: Range<Int>?, floats: [Float] = [], integers: [Int64] = [], isExternal = false
    while let (number, value) = try message.next() {
      switch (number, value) {
      case (1, .number(let dimension)): shape.append(try Self.dimension(dimension, message))
      case (1, .range(let range)):
        var packed = message.inside(range)
        while let dimension = try packed.nextPacked() { shape.append(try Self.dimension(dimension, message)) }
      case (2, .number(let value)): typeNumber = Int(truncatingIfNeeded: value)
      case (4, .fixed32(let bits)): floats.append(Float(bitPattern: bits))
      case (4, .range(let range)):
        var packed = message.inside(range)
        while let bits = try packed.nextPacked(UInt32.self) { floats.append(Float(bitPattern: bits)) }
      case (5, .number(let value)), (7, .number(let value)), (11, .number(let value)): integers.append(Int64(truncatingIfNeeded: value))
      case (5, .range(let range)), (7, .range(let range)), (11, .range(let range)):
        var packed = message.inside(range)
        while let value = try packed.nextPacked() { integers.append(Int64(truncatingIfNeeded: value)) }
      case (8, .range(let range)): name = message.string(range)
      case (9, .range(let range)): raw = range
      case (10, .fixed64(let bits)): floats.append(Float(Double(bitPattern: bits)))
      case (10, .range(let range)):
        var packed = message.inside(range)
        while let bits = try packed.nextPacked(UInt64.self) { floats.append(Float(Double(bitPattern: bits))) }
      case (14, .number(let location)): isExternal = location != 0
      default: break
      }
    }
    guard !isExternal else { throw message.fault("the tensor \(name) lies in another file; save the model with its weights inside") }
    guard let type = ONNXElementType(rawValue: typeNumber) else {
      throw message.fault("the tensor \(name) is of element type \(typeNumber), which is not supported")
    }
    guard shape.count <= 8 else { throw message.fault("the tensor \(name) has \(shape.count) dimensions, more than 8") }
    var count = 1
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow, product <= 1 << 34 else { throw message.fault("the tensor \(name) has the shape \(shape)") }
      count = product
    }
    if let raw, raw.count > 0 || count == 0 {
      guard raw.count == count * type.bytes else {
        throw message.fault("the tensor \(name) has \(raw.count) bytes, not those of its shape \(shape)")
      }
      payload = .raw(raw)
    } else if type.isFloating, floats.isEmpty, integers.count == count {
      // Halves stand in the integers' field, as their bits.
      payload = .floats(integers.map { Self.half($0, type) })
    } else {
      guard (type.isFloating ? floats.count : integers.count) == count else {
        throw message.fault("the tensor \(name) has \(type.isFloating ? floats.count : integers.count) values for its shape \(shape)")
      }
      payload = type.isFloating ? .floats(floats) : .integers(integers.map { type.wrapped($0) })
    }
    (self.name, self.type, self.shape) = (name, type, shape)
  }

  private static func dimension(_ value: UInt64, _ message: ProtobufReader) throws(WeightFileError) -> Int {
    guard value <= 1 << 34 else { throw message.fault("a dimension of \(Int64(bitPattern: value))") }
    return Int(value)
  }

  static func half(_ bits: Int64, _ type: ONNXElementType) -> Float {
    type == .bfloat16 ? Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16) : Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits)))
  }
}
