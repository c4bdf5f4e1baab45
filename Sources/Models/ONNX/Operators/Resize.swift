import Glibc
import Kernels

/// `Resize`: nearest, linear and cubic, separately along each dimension.
///
/// Source: the ONNX operator's definition, version 19; older versions are the same with fewer settings.
struct Resize: Sendable {
  let mode, coordinates, nearest, policy: String
  let cubic: Float
  let excludesOutside, antialiases: Bool
  let extrapolation: Float
  let axes: [Int]?
  let isOld: Bool

  init(_ reader: NodeReader) throws {
    isOld = reader.version < 11
    mode = try reader.choice("mode", default: "nearest", of: ["nearest", "linear", "cubic"])
    coordinates = try reader.choice(
      "coordinate_transformation_mode", default: isOld ? "asymmetric" : "half_pixel",
      of: ["half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize"])
    nearest = try reader.choice("nearest_mode", default: isOld ? "floor" : "round_prefer_floor", of: ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"])
    policy = try reader.choice("keep_aspect_ratio_policy", default: "stretch", of: ["stretch", "not_larger", "not_smaller"])
    cubic = try reader.float("cubic_coeff_a", default: -0.75)
    excludesOutside = try reader.flag("exclude_outside")
    antialiases = try reader.flag("antialias")
    extrapolation = try reader.float("extrapolation_value", default: 0)
    axes = try reader.integers("axes")
  }

  /// One dimension's part: for each output place the input places and their weights; nil where it lies outside.
  private typealias Taps = [[(place: Int, weight: Float)]?]

  func run(_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor] {
    let x = try arguments.floats(0), rank = x.shape.count
    let axes = try (axes ?? Array(0..<rank)).map { try normalizedAxis($0, rank: rank, run.fault) }
    let scalesInput = arguments.optional(isOld ? 1 : 2), sizesInput = isOld ? nil : arguments.optional(3)
    var scales = [Double](repeating: 1, count: rank), shape = x.shape
    if let sizes = sizesInput?.integers, !sizes.isEmpty {
      guard sizes.count == axes.count, sizes.allSatisfy({ $0 > 0 && $0 < 1 << 24 }) else { throw run.fault("has the sizes \(sizes)") }
      var factors = zip(axes, sizes).map { x.shape[$0] == 0 ? 1 : Double($1) / Double(x.shape[$0]) }
      var wanted = sizes.map { Int($0) }
      if policy != "stretch" {
        let factor = policy == "not_larger" ? factors.min()! : factors.max()!
        factors = factors.map { _ in factor }
        wanted = axes.map { Int((factor * Double(x.shape[$0])).rounded(.toNearestOrAwayFromZero)) }
      }
      for (i, axis) in axes.enumerated() { (scales[axis], shape[axis]) = (factors[i], wanted[i]) }
    } else if let factors = scalesInput?.floats, factors.count == axes.count {
      for (axis, factor) in zip(axes, factors) {
        guard factor > 0, factor < 65_536 else { throw run.fault("has the scale \(factor)") }
        scales[axis] = Double(factor)
        shape[axis] = Int((Double(x.shape[axis]) * Double(factor)).rounded(.down))
      }
    } else {
      throw run.fault("has neither sizes nor scales for its \(axes.count) dimensions")
    }
    _ = try run.elements(shape)
    if shape == x.shape, scales.allSatisfy({ $0 == 1 }), coordinates != "tf_crop_and_resize" { return [x] }
    let regions = coordinates == "tf_crop_and_resize" ? arguments.optional(1)?.floats ?? [] : []
    if coordinates == "tf_crop_and_resize", regions.count != 2 * axes.count { throw run.fault("has a region of \(regions.count) numbers") }
    if let repeated = try repeated(x, shape: shape, scales: scales, run) { return [repeated] }

    var current = try run.plain(x)
    for axis in 0..<rank where shape[axis] != current.shape[axis] || scales[axis] != 1 || !regions.isEmpty {
      let at = axes.firstIndex(of: axis), region = at.flatMap { regions.isEmpty ? nil : (regions[$0], regions[$0 + axes.count]) }
      guard current.shape[axis] > 0 || shape[axis] == 0 else { throw run.fault("cannot resize \(x.shape)") }
      let taps = taps(input: current.shape[axis], output: shape[axis], scale: scales[axis], region: region)
      current = try apply(taps, to: current, axis: axis, output: shape[axis], run)
    }
    return [current]
  }

  /// Whole pixels repeated along the last two dimensions of a picture with its channels last: what detectors do to add their levels up.
  private func repeated(_ x: GraphTensor, shape: [Int], scales: [Double], _ run: GraphRun) throws -> GraphTensor? {
    guard mode == "nearest", coordinates == "asymmetric", nearest == "floor", x.shape.count == 4, x.arrangement == .channelsLast,
      scales[0] == 1, scales[1] == 1, scales[2] == scales[2].rounded(), scales[3] == scales[3].rounded(), scales[2] >= 1, scales[3] >= 1
    else { return nil }
    let out = try run.make(shape, .channelsLast, type: x.type), channels = x.shape[1], width = x.shape[3], fy = Int(scales[2]), fx = Int(scales[3])
    run.compute.forRuns(shape[0] * x.shape[2], elementsEach: width * channels * fx * fy) { range in
      for r in range {
        let from = unsafe x.pointer + r * width * channels, to = unsafe out.pointer + r * fy * width * fx * channels
        for p in 0..<width { for i in 0..<fx { unsafe (to + (p * fx + i) * channels).update(from: from + p * channels, count: channels) } }
        for i in 1..<max(1, fy) { unsafe (to + i * width * fx * channels).update(from: to, count: width * fx * channels) }
      }
    }
    return out
  }

  private func taps(input: Int, output: Int, scale: Double, region: (Float, Float)?) -> Taps {
    let exact = Double(input) * scale
    return (0..<output).map { i in
      let o = Double(i), position: Double
      switch coordinates {
      case "asymmetric": position = o / scale
      case "align_corners": position = output == 1 ? 0 : o * Double(input - 1) / (exact - 1)
      case "pytorch_half_pixel": position = output > 1 ? (o + 0.5) / scale - 0.5 : 0
      case "half_pixel_symmetric":
        let adjusted = Double(output) / exact
        position = Double(input) / 2 * (1 - adjusted) + (o + 0.5) / scale - 0.5
      case "tf_crop_and_resize":
        let (start, end) = region.map { (Double($0.0), Double($0.1)) } ?? (0, 1)
        position = output > 1 ? start * Double(input - 1) + o * (end - start) * Double(input - 1) / Double(output - 1) : 0.5 * (start + end) * Double(input - 1)
      default: position = (o + 0.5) / scale - 0.5
      }
      if region != nil, position < 0 || position > Double(input - 1) { return nil }
      return weights(at: position, input: input, scale: scale)
    }
  }

  private func weights(at position: Double, input: Int, scale: Double) -> [(place: Int, weight: Float)] {
    func clamped(_ place: Int) -> Int { min(max(place, 0), input - 1) }
    if mode == "nearest" {
      let whole: Double =
        switch nearest {
        case "floor": position.rounded(.down)
        case "ceil": position.rounded(.up)
        case "round_prefer_ceil": (position + 0.5).rounded(.down)
        default: (position - 0.5).rounded(.up)
        }
      return [(clamped(Int(whole)), 1)]
    }
    // Shrinking with antialiasing widens the window by the factor.
    let stretch = antialiases ? max(1, 1 / scale) : 1, reach = mode == "linear" ? 1.0 : 2.0
    func weight(_ distance: Double) -> Double {
      let d = abs(distance), a = Double(cubic)
      if mode == "linear" { return max(0, 1 - d) }
      if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
      return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
    }
    let first = Int((position - reach * stretch).rounded(.down)) + 1, last = Int((position + reach * stretch).rounded(.up)) - 1
    var taps: [(place: Int, weight: Double)] = []
    for place in min(first, last)...max(first, last) { taps.append((place, weight((Double(place) - position) / stretch))) }
    if excludesOutside { for i in taps.indices where taps[i].place < 0 || taps[i].place >= input { taps[i].weight = 0 } }
    let total = excludesOutside || antialiases ? taps.reduce(0) { $0 + $1.weight } : 1
    return taps.map { (clamped($0.place), Float($0.weight / (total == 0 ? 1 : total))) }
  }

  private func apply(_ taps: Taps, to x: GraphTensor, axis: Int, output: Int, _ run: GraphRun) throws -> GraphTensor {
    var shape = x.shape
    shape[axis] = output
    let out = try run.make(shape, type: x.type), inner = x.shape[(axis + 1)...].reduce(1, *), outer = x.shape[..<axis].reduce(1, *), input = x.shape[axis]
    run.compute.forRuns(outer * output, elementsEach: inner * 4) { range in
      for r in range {
        let to = unsafe out.pointer + r * inner
        guard let part = taps[r % output] else {
          for i in 0..<inner { unsafe to[i] = extrapolation }
          continue
        }
        for i in 0..<inner { unsafe to[i] = 0 }
        for (place, weight) in part {
          let from = unsafe x.pointer + (r / output * input + place) * inner
          for i in 0..<inner { unsafe to[i] += weight * from[i] }
        }
      }
    }
    return out
  }
}
