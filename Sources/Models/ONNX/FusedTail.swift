import Kernels

/// What follows a product and is done with it: a factor and an offset for each channel, then a map of each element.
struct FusedTail: Sendable {
  /// For each channel, or one for all.
  var scale: [Float]?
  var shift: [Float]?
  var map = ElementMap.none

  /// Multiplies, then adds, after all that is there already.
  mutating func append(scale factor: [Float]?, shift offset: [Float]?, channels: Int) {
    func spread(_ values: [Float], _ i: Int) -> Float { values.count == 1 ? values[0] : values[i] }
    if let factor {
      let before = scale ?? [1]
      scale = (0..<channels).map { spread(before, $0) * spread(factor, $0) }
      if let old = shift { shift = (0..<channels).map { spread(old, $0) * spread(factor, $0) } }
    }
    if let offset {
      let before = shift ?? [0]
      shift = (0..<channels).map { spread(before, $0) + spread(offset, $0) }
    }
  }

  /// The rows of a matrix of weights, or kernels of channels, times the factors.
  func scaled(_ weights: [Float], channels: Int) -> [Float] {
    guard let scale, channels > 0 else { return weights }
    let each = weights.count / channels
    var out = weights
    for c in 0..<channels { for i in c * each..<(c + 1) * each { out[i] *= scale[scale.count == 1 ? 0 : c] } }
    return out
  }

  /// The bias that gives the same as the bias before, then factor and offset; nil where all is zero.
  func bias(_ bias: [Float]?, channels: Int) -> [Float]? {
    if bias == nil, shift == nil { return nil }
    return (0..<channels).map { c in
      let factor = scale.map { $0[$0.count == 1 ? 0 : c] } ?? 1, offset = shift.map { $0[$0.count == 1 ? 0 : c] } ?? 0
      return (bias?[c] ?? 0) * factor + offset
    }
  }
}
