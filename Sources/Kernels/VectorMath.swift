import CKernels

/// Products of single vectors, by the best instruction set of the machine.
public enum VectorMath {
  @unsafe private static var kernels: UnsafePointer<kg_kernels> { unsafe Compute.shared.kernels }

  /// The sum of products of two vectors of the same length.
  public static func dot(_ a: Span<Float>, _ b: Span<Float>) -> Float {
    precondition(a.count == b.count, "VectorMath: \(a.count) and \(b.count) elements")
    if a.isEmpty { return 0 }
    return unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in unsafe kernels.pointee.dot(a.baseAddress!, b.baseAddress!, a.count) }
    }
  }

  /// The same for arrays.
  public static func dot(_ a: [Float], _ b: [Float]) -> Float { dot(a.span, b.span) }

  /// The product of one int8 query with every row of an int8 matrix, for searching vectors.
  ///
  /// - Parameters:
  ///   - query: `(C)` int8, each in -127 ... 127.
  ///   - rows: `(R, C)` int8, row-major, each in -127 ... 127.
  ///   - columns: C, at most 65,536, so that no sum overflows.
  ///   - scores: `(R)`, overwritten.
  public static func scores(
    query: Span<Int8>, rows: UnsafeRawBufferPointer, columns: Int, into scores: inout MutableSpan<Int32>
  ) {
    precondition(columns > 0 && columns <= 65_536 && query.count == columns, "VectorMath: \(query.count) elements for \(columns) columns")
    precondition(rows.count == scores.count * columns, "VectorMath: \(rows.count) bytes for \(scores.count) rows of \(columns)")
    if scores.isEmpty { return }
    unsafe query.withUnsafeBufferPointer { query in
      unsafe scores.withUnsafeMutableBufferPointer { scores in
        unsafe kernels.pointee.scores(
          query.baseAddress!, rows.baseAddress!.assumingMemoryBound(to: Int8.self), scores.count, columns,
          scores.baseAddress!)
      }
    }
  }

  /// Rounds a vector to int8 with one scale: element ≈ value · scale.
  public static func quantize(_ vector: Span<Float>) -> (values: [Int8], scale: Float) {
    var largest: Float = 0
    for i in vector.indices { largest = max(largest, abs(vector[i])) }
    guard largest > 0, largest.isFinite else { return ([Int8](repeating: 0, count: vector.count), 0) }
    let inverse = 127 / largest
    var values = [Int8]()
    values.reserveCapacity(vector.count)
    for i in vector.indices {
      let v = (vector[i] * inverse).rounded(.toNearestOrEven)
      values.append(v.isFinite ? Int8(max(-127, min(127, v))) : 0)
    }
    return (values, largest / 127)
  }

  /// The place of the largest element, the first of several; nil for an empty span.
  public static func indexOfLargest(_ x: Span<Float>) -> Int? {
    if x.isEmpty { return nil }
    return unsafe x.withUnsafeBufferPointer { unsafe kernels.pointee.largest($0.baseAddress!, $0.count) }
  }

  /// Scores to probabilities, in place.
  public static func softmax(_ x: inout MutableSpan<Float>) {
    if x.isEmpty { return }
    unsafe x.withUnsafeMutableBufferPointer { unsafe kernels.pointee.softmax($0.baseAddress!, $0.count) }
  }
}
