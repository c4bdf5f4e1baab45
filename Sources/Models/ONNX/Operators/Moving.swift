import Kernels
import Weights

/// Operators that move elements and change none: `Transpose`, `Slice`, `Concat`, `Split`, `Gather`, `Expand`, `Pad` and the shapes.
enum Moving {
  /// A tensor of another shape whose element at (i, j, …) is the source's at `base` + i·steps[0] + j·steps[1] + ….
  static func view(_ x: GraphTensor, shape: [Int], base: Int, steps: [Int], _ run: GraphRun) throws -> GraphTensor {
    let count = try run.elements(shape), inner = shape.last ?? 1, step = steps.last ?? 0, outer = Array(shape.dropLast())
    func offset(_ r: Int) -> Int {
      var rest = r, at = base
      for i in stride(from: outer.count - 1, through: 0, by: -1) {
        at += rest % outer[i] * steps[i]
        rest /= outer[i]
      }
      return at
    }
    switch x.storage {
    case .integers(let values):
      var out: [Int64] = []
      out.reserveCapacity(count)
      if count > 0 {
        for r in 0..<count / inner {
          let from = offset(r)
          for i in 0..<inner { out.append(values[from + i * step]) }
        }
      }
      return GraphTensor(type: x.type, shape: shape, storage: .integers(out))
    case .floats:
      let out = try run.make(shape, type: x.type)
      if count == 0 { return out }
      run.compute.forRuns(count / inner, elementsEach: inner * 2) { range in
        for r in range {
          let from = unsafe x.pointer + offset(r), to = unsafe out.pointer + r * inner
          if step == 1 { unsafe to.update(from: from, count: inner) } else { for i in 0..<inner { unsafe to[i] = from[i * step] } }
        }
      }
      return out
    }
  }

  /// Elements between neighbours of each dimension.
  static func steps(_ shape: [Int]) -> [Int] {
    var out = [Int](repeating: 1, count: shape.count)
    for i in stride(from: shape.count - 2, through: 0, by: -1) { out[i] = out[i + 1] * shape[i + 1] }
    return out
  }

  static func plain(_ x: GraphTensor, _ run: GraphRun) throws -> GraphTensor { x.isFloating ? try run.plain(x) : x }

  static func transpose(_ tensor: GraphTensor, _ order: [Int], _ run: GraphRun) throws -> GraphTensor {
    let rank = tensor.shape.count
    guard order.sorted() == Array(0..<rank) else { throw run.fault("cannot put \(tensor.shape) into the order \(order)") }
    if tensor.arrangement == .channelsLast, order == [0] + Array(2..<rank) + [1] {
      // It lies like this already.
      var out = tensor
      out.arrangement = .plain
      out.shape = order.map { tensor.shape[$0] }
      return out
    }
    let x = try plain(tensor, run), steps = steps(x.shape)
    return try view(x, shape: order.map { x.shape[$0] }, base: 0, steps: order.map { steps[$0] }, run)
  }

  static func slice(_ tensor: GraphTensor, starts: [Int], ends: [Int], axes: [Int]?, by: [Int]?, _ run: GraphRun) throws -> GraphTensor {
    let x = try plain(tensor, run), rank = x.shape.count, axes = axes ?? Array(starts.indices), by = by ?? starts.map { _ in 1 }
    guard starts.count == ends.count, axes.count == starts.count, by.count == starts.count else { throw run.fault("has starts, ends, axes and steps of different lengths") }
    var shape = x.shape, steps = steps(x.shape), base = 0
    for i in starts.indices {
      let axis = try normalizedAxis(axes[i], rank: rank, run.fault), size = x.shape[axis], step = by[i]
      guard step != 0, step > -(1 << 40), step < 1 << 40 else { throw run.fault("has a step of \(step)") }
      func place(_ value: Int, _ range: ClosedRange<Int>) -> Int { min(max(value < 0 ? value.addingReportingOverflow(size).partialValue : value, range.lowerBound), range.upperBound) }
      let start = step > 0 ? place(starts[i], 0...size) : place(starts[i], 0...max(size - 1, 0))
      let end = step > 0 ? place(ends[i], 0...size) : ends[i] < -size ? -1 : place(ends[i], -1...max(size - 1, -1))
      let count = size == 0 ? 0 : step > 0 ? max(0, (end - start + step - 1) / step) : max(0, (start - end - step - 1) / -step)
      base += count == 0 ? 0 : start * steps[axis]
      shape[axis] = count
      steps[axis] *= count <= 1 ? 1 : step
    }
    if shape == x.shape, by.allSatisfy({ $0 > 0 }) { return x }
    return try view(x, shape: shape, base: base, steps: steps, run)
  }

  static func concatenate(_ tensors: [GraphTensor], axis: Int, _ run: GraphRun) throws -> GraphTensor {
    let first = tensors[0], rank = first.shape.count, axis = try normalizedAxis(axis, rank: rank, run.fault)
    var shape = first.shape
    shape[axis] = 0
    for tensor in tensors {
      guard tensor.shape.count == rank, tensor.type == first.type, (0..<rank).allSatisfy({ $0 == axis || tensor.shape[$0] == first.shape[$0] }) else {
        throw run.fault("cannot join \(tensors.map(\.shape)) along \(axis)")
      }
      shape[axis] += tensor.shape[axis]
    }
    if !first.isFloating {
      let outer = shape[..<axis].reduce(1, *), values = tensors.map(\.integers), widths = tensors.map { $0.shape[axis...].reduce(1, *) }
      var out: [Int64] = []
      for r in 0..<outer { for i in tensors.indices { out += values[i][r * widths[i]..<(r + 1) * widths[i]] } }
      return GraphTensor(type: first.type, shape: shape, integers: out)
    }
    // Pictures with the channels last are joined along their channels as they lie.
    let areLast = axis == 1 && rank > 2 && tensors.allSatisfy { $0.arrangement == .channelsLast }
    let parts = try areLast ? tensors : tensors.map { try run.plain($0) }
    let out = try run.make(shape, areLast ? .channelsLast : .plain, type: first.type)
    let outer = areLast ? shape[0] * out.pixels : shape[..<axis].reduce(1, *)
    let widths = areLast ? parts.map { $0.shape[1] } : parts.map { $0.shape[axis...].reduce(1, *) }, width = widths.reduce(0, +)
    run.compute.forRuns(outer, elementsEach: width) { range in
      for r in range {
        var to = unsafe out.pointer + r * width
        for (part, size) in zip(parts, widths) {
          unsafe to.update(from: part.pointer + r * size, count: size)
          unsafe to += size
        }
      }
    }
    return out
  }

  static func split(_ tensor: GraphTensor, axis: Int, sizes: [Int], _ run: GraphRun) throws -> [GraphTensor] {
    let x = try plain(tensor, run), axis = try normalizedAxis(axis, rank: x.shape.count, run.fault)
    guard sizes.allSatisfy({ $0 >= 0 }), sizes.reduce(0, +) == x.shape[axis] else { throw run.fault("cannot split \(x.shape[axis]) into \(sizes)") }
    var at = 0
    return try sizes.map { size in
      var shape = x.shape
      shape[axis] = size
      defer { at += size }
      return try view(x, shape: shape, base: at * steps(x.shape)[axis], steps: steps(x.shape), run)
    }
  }

  static func gather(_ tensor: GraphTensor, _ indices: GraphTensor, axis: Int, _ run: GraphRun) throws -> GraphTensor {
    let x = try plain(tensor, run), axis = try normalizedAxis(axis, rank: x.shape.count, run.fault), size = x.shape[axis]
    let places = try indices.integers.map { index -> Int in
      let place = index < 0 ? index + Int64(size) : index
      guard place >= 0, place < Int64(size) else { throw run.fault("looks up \(index) of \(size)") }
      return Int(place)
    }
    let outer = x.shape[..<axis].reduce(1, *), inner = x.shape[(axis + 1)...].reduce(1, *)
    let shape = Array(x.shape[..<axis]) + indices.shape + Array(x.shape[(axis + 1)...])
    if case .integers(let values) = x.storage {
      var out: [Int64] = []
      for r in 0..<outer { for place in places { out += values[(r * size + place) * inner..<(r * size + place + 1) * inner] } }
      return GraphTensor(type: x.type, shape: shape, integers: out)
    }
    let out = try run.make(shape, type: x.type)
    for r in 0..<outer {
      for (i, place) in places.enumerated() {
        unsafe (out.pointer + (r * places.count + i) * inner).update(from: x.pointer + (r * size + place) * inner, count: inner)
      }
    }
    return out
  }

  static func expand(_ tensor: GraphTensor, to wanted: [Int], _ run: GraphRun) throws -> GraphTensor {
    let x = try plain(tensor, run)
    guard wanted.allSatisfy({ $0 >= 0 }), let broadcast = Broadcast([x.shape, wanted]) else { throw run.fault("cannot spread \(x.shape) over \(wanted)") }
    let rank = broadcast.shape.count, own = [Int](repeating: 1, count: rank - x.shape.count) + x.shape
    let steps = zip(own, self.steps(own)).map { $0 == 1 ? 0 : $1 }
    return try view(x, shape: broadcast.shape, base: 0, steps: steps, run)
  }

  /// The same elements in another shape: 0 keeps a dimension, -1 takes what is left.
  static func reshape(_ tensor: GraphTensor, to wanted: [Int], allowsZero: Bool, _ run: GraphRun) throws -> GraphTensor {
    var x = try plain(tensor, run), shape = wanted, open: Int?, known = 1
    for i in shape.indices {
      if shape[i] == 0, !allowsZero, i < x.shape.count { shape[i] = x.shape[i] }
      if shape[i] == -1, open == nil { open = i } else {
        guard shape[i] >= 0, known.multipliedReportingOverflow(by: shape[i]).overflow == false else { throw run.fault("cannot shape \(x.shape) as \(wanted)") }
        known *= shape[i]
      }
    }
    if let open {
      guard known > 0, x.count % known == 0 else { throw run.fault("cannot shape \(x.shape) as \(wanted)") }
      shape[open] = x.count / known
    }
    guard shape.reduce(1, *) == x.count else { throw run.fault("cannot shape \(x.shape) as \(wanted)") }
    x.shape = shape
    return x
  }

  /// Elements around a tensor: one value, the nearest, mirrored ones, or those of the other end. Negative ones are cut off.
  static func pad(_ tensor: GraphTensor, before: [Int], after: [Int], mode: String, value: GraphTensor?, _ run: GraphRun) throws -> GraphTensor {
    let x = try plain(tensor, run), rank = x.shape.count
    guard before.count == rank, after.count == rank, (before + after).allSatisfy({ abs($0) < 1 << 24 }) else { throw run.fault("has pads \(before), \(after) for \(x.shape)") }
    let shape = (0..<rank).map { x.shape[$0] + before[$0] + after[$0] }, count = try run.elements(shape), steps = steps(x.shape)
    // Where each place of a dimension comes from; -1 where the value stands.
    let sources = try (0..<rank).map { axis -> [Int] in
      let size = x.shape[axis]
      guard mode == "constant" || size > 0 else { throw run.fault("has nothing to repeat in \(x.shape)") }
      return (0..<shape[axis]).map { i in
        let at = i - before[axis]
        if at >= 0, at < size { return at }
        switch mode {
        case "edge": return at < 0 ? 0 : size - 1
        case "wrap": return ((at % size) + size) % size
        case "reflect":
          if size == 1 { return 0 }
          let period = 2 * (size - 1), place = ((at % period) + period) % period
          return place < size ? place : period - place
        default: return -1
        }
      }
    }
    var places = [Int](repeating: 0, count: count)
    for i in 0..<count {
      var rest = i, at = 0, isInside = true
      for axis in stride(from: rank - 1, through: 0, by: -1) {
        let source = sources[axis][rest % shape[axis]]
        rest /= shape[axis]
        if source < 0 { isInside = false } else { at += source * steps[axis] }
      }
      places[i] = isInside ? at : -1
    }
    if case .integers(let values) = x.storage {
      let fill = value?.integers.first ?? 0
      return GraphTensor(type: x.type, shape: shape, integers: places.map { $0 < 0 ? fill : values[$0] })
    }
    let out = try run.make(shape, type: x.type), fill = value?.floats.first ?? 0
    for (i, place) in places.enumerated() { unsafe out.pointer[i] = place < 0 ? fill : x.pointer[place] }
    return out
  }
}
