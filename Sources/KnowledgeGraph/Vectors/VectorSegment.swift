internal import Kernels
internal import Memory

/// Some passages' vectors of one encoder, as `(R, C)` int8 rows with a scale each. Never changes.
final class VectorSegment: Sendable {
  /// Where the rows lie.
  private enum Codes: Sendable {
    case array([Int8])
    /// Rows of a mapped file, from this byte on.
    case file(MappedFile, offset: Int)
  }

  let encoder: Int64
  let dimension: Int
  let passages: [Int64]
  let scales: [Float]
  /// ``Domain``'s stored value, 0 for none.
  let domains: [UInt8]
  private let codes: Codes

  private init(encoder: Int64, dimension: Int, passages: [Int64], scales: [Float], domains: [UInt8], codes: Codes) {
    self.encoder = encoder
    self.dimension = dimension
    self.passages = passages
    self.scales = scales
    self.domains = domains
    self.codes = codes
  }

  private convenience init(_ b: Builder) {
    self.init(encoder: b.encoder, dimension: b.dimension, passages: b.passages, scales: b.scales, domains: b.domains, codes: .array(b.codes))
  }

  /// Rows of a mapped file; the caller has checked that they lie inside it.
  convenience init(
    encoder: Int64, dimension: Int, passages: [Int64], scales: [Float], domains: [UInt8], file: MappedFile, codesOffset: Int
  ) {
    self.init(
      encoder: encoder, dimension: dimension, passages: passages, scales: scales, domains: domains, codes: .file(file, offset: codesOffset))
  }

  /// Rows gathered one by one.
  struct Builder {
    let encoder: Int64
    let dimension: Int
    fileprivate var passages: [Int64] = []
    fileprivate var scales: [Float] = []
    fileprivate var domains: [UInt8] = []
    fileprivate var codes: [Int8] = []

    init(encoder: Int64, dimension: Int) {
      self.encoder = encoder
      self.dimension = dimension
    }

    mutating func append(_ passage: Int64, domain: Domain?, _ vector: [Float]) {
      let (values, scale) = VectorMath.quantize(vector.span)
      passages.append(passage)
      scales.append(scale)
      domains.append(UInt8(domain?.storedValue ?? 0))
      codes += values
    }

    func finish() -> VectorSegment { VectorSegment(self) }
  }

  /// Scores every row and keeps the best.
  func scan(_ query: [Int8], domain: Domain?, removed: Set<Int64>, into best: inout BestRows) {
    guard dimension > 0, !passages.isEmpty else { return }
    let wanted = UInt8(domain?.storedValue ?? 0)
    // A block of rows at a time, so that their scores stay in the first-level cache.
    let block = 2048
    var scores = [Int32](repeating: 0, count: min(block, passages.count))
    unsafe withCodes { codes in
      var start = 0
      while start < passages.count {
        let count = min(block, passages.count - start)
        if count < scores.count { scores.removeLast(scores.count - count) }
        var part = scores.mutableSpan
        unsafe VectorMath.scores(
          query: query.span, rows: UnsafeRawBufferPointer(rebasing: codes[start * dimension..<(start + count) * dimension]), columns: dimension,
          into: &part)
        for row in 0..<count {
          let score = Float(scores[row]) * scales[start + row]
          guard score > best.threshold else { continue }
          if domain != nil, domains[start + row] != wanted, domains[start + row] != 0 { continue }
          let passage = passages[start + row]
          if removed.contains(passage) { continue }
          best.add(passage, score)
        }
        start += count
      }
    }
  }

  /// This segment's rows with another's behind them.
  func appending(_ other: VectorSegment) -> VectorSegment {
    VectorSegment(
      encoder: encoder, dimension: dimension, passages: passages + other.passages, scales: scales + other.scales, domains: domains + other.domains,
      codes: .array(rows + other.rows))
  }

  /// Both in one, when both lie in memory and the first is not more than twice as large.
  func joined(with other: VectorSegment) -> VectorSegment? {
    guard encoder == other.encoder, dimension == other.dimension, case .array = codes, case .array = other.codes,
      passages.count <= 2 * other.passages.count
    else { return nil }
    return appending(other)
  }

  private var rows: [Int8] {
    switch codes {
    case .array(let array): array
    case .file: unsafe withCodes { unsafe Array($0.bindMemory(to: Int8.self)) }
    }
  }

  func withCodes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    switch codes {
    case .array(let array): unsafe array.withUnsafeBytes { unsafe body($0) }
    case .file(let file, let offset):
      withExtendedLifetime(file) {
        unsafe body(UnsafeRawBufferPointer(rebasing: file.bytes[offset..<offset + passages.count * dimension]))
      }
    }
  }
}
