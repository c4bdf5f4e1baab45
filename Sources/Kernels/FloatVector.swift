import Memory

/// A constant vector of floats that kernels read: a bias, a norm's weights.
public final class FloatVector: Sendable {
  /// Elements.
  public let count: Int

  private let storage: AlignedBuffer<Float>

  public init(_ values: [Float]) {
    count = values.count
    storage = AlignedBuffer(count: values.count)
    for i in values.indices { unsafe storage.pointer[i] = values[i] }
  }

  /// One element.
  public subscript(index: Int) -> Float {
    precondition(index >= 0 && index < count, "FloatVector: element \(index) of \(count)")
    return unsafe storage.pointer[index]
  }

  /// A copy.
  public var values: [Float] { unsafe Array(UnsafeBufferPointer(start: storage.pointer, count: count)) }

  @unsafe var pointer: UnsafePointer<Float> { unsafe UnsafePointer(storage.pointer) }
}
