import Kernels
public import Weights

/// A tensor while a graph runs: floats, or whole numbers and truth values.
public struct GraphTensor: Sendable {
  /// How floats of (B, C, …) lie: as the shape says, or with the channels last, as convolutions want them.
  enum Arrangement { case plain, channelsLast }

  enum Storage: Sendable {
    case floats(GraphBuffer)
    case integers([Int64])
  }

  public let type: ONNXElementType
  public internal(set) var shape: [Int]
  var arrangement = Arrangement.plain
  var storage: Storage

  /// Elements in all.
  public var count: Int { shape.reduce(1, *) }

  /// A tensor of 32-bit floats. Traps when there are not as many as the shape says.
  public init(shape: [Int], floats: [Float]) {
    self.init(type: .float, shape: shape, floats: floats)
  }

  init(type: ONNXElementType, shape: [Int], floats: [Float]) {
    precondition(floats.count == shape.reduce(1, *), "GraphTensor: \(floats.count) floats for \(shape)")
    let memory = Activations(rows: 1, columns: floats.count + Compute.slack)
    for i in floats.indices { unsafe memory.pointer[i] = floats[i] }
    self.init(type: type, shape: shape, storage: .floats(GraphBuffer(memory, workspace: nil)))
  }

  /// A tensor of whole numbers. Traps when there are not as many as the shape says.
  public init(type: ONNXElementType = .int64, shape: [Int], integers: [Int64]) {
    precondition(integers.count == shape.reduce(1, *) && !type.isFloating, "GraphTensor: \(integers.count) numbers for \(shape)")
    self.init(type: type, shape: shape, storage: .integers(integers))
  }

  init(type: ONNXElementType, shape: [Int], storage: Storage) {
    (self.type, self.shape, self.storage) = (type, shape, storage)
  }

  /// A constant of a file.
  init(_ tensor: ONNXTensor, of file: ONNXFile) {
    if tensor.type.isFloating { self.init(type: tensor.type, shape: tensor.shape, floats: file.floats(of: tensor)) }
    else { self.init(type: tensor.type, shape: tensor.shape, integers: file.integers(of: tensor)) }
  }

  /// A copy of the floats in the order of the shape; of whole numbers, their values.
  public var floats: [Float] {
    switch storage {
    case .integers(let values): return values.map(Float.init)
    case .floats(let buffer):
      let all = unsafe UnsafeBufferPointer(start: buffer.activations.pointer, count: count)
      guard arrangement == .channelsLast else { return unsafe Array(all) }
      let batch = shape[0], channels = shape[1], pixels = shape.dropFirst(2).reduce(1, *)
      var out = [Float](repeating: 0, count: count)
      for b in 0..<batch {
        for p in 0..<pixels { for c in 0..<channels { out[(b * channels + c) * pixels + p] = unsafe all[(b * pixels + p) * channels + c] } }
      }
      return out
    }
  }

  /// The whole numbers; floats are cut to whole numbers.
  public var integers: [Int64] {
    switch storage {
    case .integers(let values): values
    case .floats: floats.map { Int64(exactly: $0.rounded(.towardZero)) ?? ($0 > 0 ? .max : .min) }
    }
  }

  /// The floats where they lie. Traps for whole numbers, which operators refuse before.
  var buffer: GraphBuffer {
    guard case .floats(let buffer) = storage else { preconditionFailure("GraphTensor: \(type) where floats were checked for") }
    return buffer
  }

  @unsafe var pointer: UnsafeMutablePointer<Float> { unsafe buffer.activations.pointer }

  var isFloating: Bool { type.isFloating }
  /// Pixels of a picture, or places of a sequence: all dimensions after the channels.
  var pixels: Int { shape.dropFirst(2).reduce(1, *) }
}
