import Kernels
import Weights

/// One node, ready to run: its inputs to its outputs.
typealias GraphOperator = @Sendable (_ arguments: inout GraphArguments, _ run: GraphRun) throws -> [GraphTensor]

/// The operators that are known, by ONNX's names. A node's settings are read, and its constant weights packed, once at load.
enum OperatorTable {
  static func make(_ reader: NodeReader, tail: FusedTail, compute: Compute) throws -> GraphOperator {
    guard reader.node.domain.isEmpty || reader.node.domain == "ai.onnx" || reader.node.domain == "com.microsoft" && reader.node.operation == "Gelu",
      let maker = makers[reader.node.operation]
    else {
      let domain = reader.node.domain.isEmpty ? "" : " of \(reader.node.domain)"
      throw reader.fault("needs the operator \(reader.node.operation)\(domain), which is not supported; export the model with the standard operators")
    }
    return try maker(reader, tail, compute)
  }

  private typealias Maker = @Sendable (_ reader: NodeReader, _ tail: FusedTail, _ compute: Compute) throws -> GraphOperator

  private static let makers: [String: Maker] = {
    var table: [String: Maker] = [:]
    for (name, map) in Elements.maps { table[name] = { _, _, _ in { try Elements.apply(map, &$0, $1) } } }
    for (name, function) in Elements.functions { table[name] = { _, _, _ in { try Elements.apply(function, &$0, $1) } } }
    for name in Pairwise.floats.keys { table[name] = { _, _, _ in { try Pairwise.run(name, &$0, $1) } } }
    for name in ["Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"] { table[name] = { _, _, _ in { try Pairwise.compare(name, $0, $1) } } }
    let reductions: [String: Reduction.Kind] = ["ReduceMean": .mean, "ReduceSum": .sum, "ReduceMax": .largest, "ReduceMin": .smallest]
    for (name, kind) in reductions {
      table[name] = { reader, _, _ in
        let reduction = try Reduction(reader, kind)
        return { try reduction.run(&$0, $1) }
      }
    }
    table.merge(products) { first, _ in first }
    table.merge(elements) { first, _ in first }
    table.merge(shapes) { first, _ in first }
    return table
  }()

  private static let products: [String: Maker] = [
    "Conv": { reader, tail, compute in
      if let weights = reader.constant(1), !reader.has(2) || reader.constant(2) != nil {
        let convolution = try Convolution(reader, weights: weights, bias: reader.constant(2), tail: tail, compute: compute)
        return { try convolution.run(&$0, $1) }
      }
      return { try Convolution(reader, weights: $0.floats(1), bias: $0.optional(2), tail: tail, compute: $1.compute).run(&$0, $1) }
    },
    "ConvTranspose": { reader, tail, compute in
      if let weights = reader.constant(1), !reader.has(2) || reader.constant(2) != nil {
        let convolution = try TransposedConvolution(reader, weights: weights, bias: reader.constant(2), tail: tail, compute: compute)
        return { try convolution.run(&$0, $1) }
      }
      return { try TransposedConvolution(reader, weights: $0.floats(1), bias: $0.optional(2), tail: tail, compute: $1.compute).run(&$0, $1) }
    },
    "ConvInteger": { reader, _, _ in
      let convolution = Quantized.Convolving(reader)
      return { try convolution.run(&$0, $1) }
    },
    "MatMul": { reader, tail, compute in
      if let weights = reader.constant(1), weights.isFloating, weights.shape.count == 2, weights.count > 0 {
        let product = try Products.Packed(weights, tail: tail, compute: compute)
        return { try product.run(&$0, $1) }
      }
      return { [try Products.general($0.floats(0), $0.floats(1), $1)] }
    },
    "MatMulInteger": { _, _, _ in
      { [try Products.integers($0.tensor(0), $0.tensor(1), xZero: Broadcasted($0.optional(2)), yZero: Broadcasted($0.optional(3)), $1)] }
    },
    "Gemm": { reader, _, compute in
      let general = try Products.General(reader)
      if let b = reader.constant(1), b.isFloating, b.shape.count == 2, b.count > 0, !general.transposesA, !reader.has(2) || reader.constant(2)?.shape.count == 1 {
        let factor = general.factor(b), columns = factor.shape[1]
        if let c = reader.constant(2), c.count != columns { return { try general.run(&$0, $1) } }
        let tail = FusedTail(shift: reader.constant(2)?.floats.map { $0 * general.beta })
        let product = try Products.Packed(factor, tail: tail, compute: compute)
        return { try product.run(&$0, $1) }
      }
      return { try general.run(&$0, $1) }
    },
    "DynamicQuantizeLinear": { _, _, _ in { try Quantized.quantize($0, $1) } },
    "BatchNormalization": { reader, tail, _ in
      guard let scale = reader.constant(1), let bias = reader.constant(2), let mean = reader.constant(3), let variance = reader.constant(4) else {
        return { arguments, run in
          let tail = try Normalizing.batch(
            reader, scale: arguments.floats(1), bias: arguments.floats(2), mean: arguments.floats(3), variance: arguments.floats(4))
          return try Normalizing.affine(tail, &arguments, run)
        }
      }
      var whole = try Normalizing.batch(reader, scale: scale, bias: bias, mean: mean, variance: variance)
      whole.append(scale: tail.scale, shift: tail.shift, channels: scale.count)
      whole.map = tail.map
      let all = whole
      return { try Normalizing.affine(all, &$0, $1) }
    },
    "LayerNormalization": { reader, _, _ in
      let axis = try reader.integer("axis", default: -1), epsilon = try reader.float("epsilon", default: 1e-5), outputs = reader.node.outputs.count
      return { try Normalizing.layer(axis: axis, epsilon: epsilon, outputs: outputs, &$0, $1) }
    },
    "InstanceNormalization": { reader, _, _ in
      let epsilon = try reader.float("epsilon", default: 1e-5)
      return { try Normalizing.instance(epsilon: epsilon, &$0, $1) }
    },
    "GlobalAveragePool": { _, _, _ in { try Pooling.global(&$0, $1) } },
    "AveragePool": { reader, _, _ in
      let pooling = try Pooling.Windowed(reader, takesLargest: false)
      return { try pooling.run(&$0, $1) }
    },
    "MaxPool": { reader, _, _ in
      let pooling = try Pooling.Windowed(reader, takesLargest: true)
      return { try pooling.run(&$0, $1) }
    },
    "Softmax": { reader, _, _ in
      let isOld = reader.version < 13, axis = try reader.integer("axis", default: isOld ? 1 : -1)
      return { try Reduction.softmax(axis: axis, coversRest: isOld, &$0, $1) }
    },
  ]

  private static let elements: [String: Maker] = [
    "HardSigmoid": { reader, _, _ in
      let map = ElementMap.hardSigmoid(alpha: try reader.float("alpha", default: 0.2), beta: try reader.float("beta", default: 0.5))
      return { try Elements.apply(map, &$0, $1) }
    },
    "SiLU": { _, _, _ in { try Elements.apply(.silu, &$0, $1) } },
    "Gelu": { reader, _, _ in
      if try reader.choice("approximate", default: "none", of: ["none", "tanh"]) == "tanh" { return { try Elements.apply(Elements.roughGELU, &$0, $1) } }
      return { try Elements.apply(.gelu, &$0, $1) }
    },
    "Clip": { reader, _, _ in
      let low = reader.version < 11 ? try reader.float("min", default: -.infinity) : nil
      let high = reader.version < 11 ? try reader.float("max", default: .infinity) : nil
      return { try Elements.clip(&$0, low: low, high: high, $1) }
    },
    "Pow": { _, _, _ in { try Pairwise.power(&$0, $1) } },
    "Cast": { reader, _, _ in
      guard let type = ONNXElementType(rawValue: try reader.integer("to", default: 0)) else { throw reader.fault("casts to a type that is not supported") }
      return { [try Elements.cast($0.tensor(0), to: type, $1)] }
    },
    "Where": { _, _, _ in { [try Elements.choose($0.tensor(0), $0.tensor(1), $0.tensor(2), $1)] } },
    "Not": { _, _, _ in
      { arguments, _ in
        let x = try arguments.tensor(0)
        return [GraphTensor(type: .bool, shape: x.shape, integers: x.integers.map { $0 == 0 ? 1 : 0 })]
      }
    },
    "And": { _, _, _ in { [try Pairwise.pair($0.tensor(0), $0.tensor(1), $1) { $0 & $1 }] } },
    "Or": { _, _, _ in { [try Pairwise.pair($0.tensor(0), $0.tensor(1), $1) { $0 | $1 }] } },
    "Identity": { _, _, _ in { arguments, _ in [try arguments.tensor(0)] } },
    // While a graph runs for its results alone, nothing is dropped.
    "Dropout": { _, _, _ in { arguments, _ in [try arguments.tensor(0)] } },
  ]

  private static let shapes: [String: Maker] = [
    "Resize": { reader, _, _ in
      let resize = try Resize(reader)
      return { try resize.run(&$0, $1) }
    },
    "Transpose": { reader, _, _ in
      let order = try reader.integers("perm")
      return { arguments, run in
        let x = try arguments.tensor(0)
        return [try Moving.transpose(x, order ?? Array(x.shape.indices.reversed()), run)]
      }
    },
    "Slice": { reader, _, _ in
      if reader.version < 10 {
        guard let starts = try reader.integers("starts"), let ends = try reader.integers("ends") else { throw reader.fault("has no starts and ends") }
        let axes = try reader.integers("axes")
        return { [try Moving.slice($0.tensor(0), starts: starts, ends: ends, axes: axes, by: nil, $1)] }
      }
      return { arguments, run in
        func whole(_ index: Int) -> [Int]? { arguments.optional(index)?.integers.map { Int(clamping: $0) } }
        guard let starts = whole(1), let ends = whole(2) else { throw run.fault("has no starts and ends") }
        return [try Moving.slice(arguments.tensor(0), starts: starts, ends: ends, axes: whole(3), by: whole(4), run)]
      }
    },
    "Concat": { reader, _, _ in
      let axis = try reader.integer("axis", default: 1), count = reader.node.inputs.count
      guard count > 0 else { throw reader.fault("has no inputs") }
      return { arguments, run in [try Moving.concatenate((0..<count).map { try arguments.tensor($0) }, axis: axis, run)] }
    },
    "Split": { reader, _, _ in
      let axis = try reader.integer("axis", default: 0), sizes = try reader.integers("split"), outputs = reader.node.outputs.count
      return { arguments, run in
        let x = try arguments.tensor(0), side = x.shape[try normalizedAxis(axis, rank: x.shape.count, run.fault)]
        let each = (side + outputs - 1) / max(outputs, 1)
        let equal = (0..<outputs).map { max(0, min(each, side - $0 * each)) }
        return try Moving.split(x, axis: axis, sizes: arguments.optional(1)?.integers.map { Int(clamping: $0) } ?? sizes ?? equal, run)
      }
    },
    "Gather": { reader, _, _ in
      let axis = try reader.integer("axis", default: 0)
      return { [try Moving.gather($0.tensor(0), $0.tensor(1), axis: axis, $1)] }
    },
    "Expand": { _, _, _ in { [try Moving.expand($0.tensor(0), to: $0.tensor(1).integers.map { Int(clamping: $0) }, $1)] } },
    "Pad": { reader, _, _ in
      let mode = try reader.choice("mode", default: "constant", of: ["constant", "edge", "reflect", "wrap"])
      let fixed = try reader.integers("pads"), value = try reader.float("value", default: 0)
      return { arguments, run in
        let x = try arguments.tensor(0), rank = x.shape.count
        guard let pads = fixed ?? arguments.optional(1)?.integers.map({ Int(clamping: $0) }) else { throw run.fault("has no pads") }
        let axes = try (arguments.optional(3)?.integers.map { Int(clamping: $0) } ?? Array(0..<rank)).map { try normalizedAxis($0, rank: rank, run.fault) }
        guard pads.count == 2 * axes.count else { throw run.fault("has \(pads.count) pads for \(axes.count) dimensions") }
        var before = [Int](repeating: 0, count: rank), after = before
        for (i, axis) in axes.enumerated() { (before[axis], after[axis]) = (pads[i], pads[i + axes.count]) }
        let fill = fixed != nil ? GraphTensor(shape: [], floats: [value]) : arguments.optional(2)
        return [try Moving.pad(x, before: before, after: after, mode: mode, value: fill, run)]
      }
    },
    "Reshape": { reader, _, _ in
      let allowsZero = try reader.flag("allowzero"), fixed = try reader.integers("shape")
      return { [try Moving.reshape($0.tensor(0), to: fixed ?? $0.tensor(1).integers.map { Int(clamping: $0) }, allowsZero: allowsZero, $1)] }
    },
    "Flatten": { reader, _, _ in
      let axis = try reader.integer("axis", default: 1)
      return { arguments, run in
        let x = try arguments.tensor(0), rank = x.shape.count, at = axis < 0 ? axis + rank : axis
        guard at >= 0, at <= rank else { throw run.fault("names the dimension \(axis) of \(rank)") }
        return [try Moving.reshape(x, to: [x.shape[..<at].reduce(1, *), x.shape[at...].reduce(1, *)], allowsZero: true, run)]
      }
    },
    "Squeeze": { reader, _, _ in
      let fixed = try reader.integers("axes")
      return { arguments, run in
        let x = try arguments.tensor(0), rank = x.shape.count
        let named = try (fixed ?? arguments.optional(1)?.integers.map { Int(clamping: $0) })?.map { try normalizedAxis($0, rank: rank, run.fault) }
        let gone = Set(named ?? x.shape.indices.filter { x.shape[$0] == 1 })
        guard gone.allSatisfy({ x.shape[$0] == 1 }) else { throw run.fault("cannot leave out dimensions \(gone.sorted()) of \(x.shape)") }
        return [try Moving.reshape(x, to: x.shape.indices.filter { !gone.contains($0) }.map { x.shape[$0] }, allowsZero: true, run)]
      }
    },
    "Unsqueeze": { reader, _, _ in
      let fixed = try reader.integers("axes")
      return { arguments, run in
        let x = try arguments.tensor(0)
        guard let named = fixed ?? arguments.optional(1)?.integers.map({ Int(clamping: $0) }), named.count <= 8 else { throw run.fault("has no axes") }
        let rank = x.shape.count + named.count, new = try Set(named.map { try normalizedAxis($0, rank: rank, run.fault) })
        var rest = x.shape[...]
        return [try Moving.reshape(x, to: (0..<rank).map { new.contains($0) ? 1 : rest.popFirst() ?? 1 }, allowsZero: true, run)]
      }
    },
    "Shape": { reader, _, _ in
      let start = try reader.integer("start", default: 0), end = try reader.integer("end", default: .max)
      return { arguments, _ in
        let shape = try arguments.tensor(0).shape, rank = shape.count
        func place(_ value: Int) -> Int { min(max(value < 0 ? value + rank : value, 0), rank) }
        let part = shape[place(start)..<max(place(start), place(end))]
        return [GraphTensor(shape: [part.count], integers: part.map { Int64($0) })]
      }
    },
    "ConstantOfShape": { reader, _, _ in
      var value = GraphTensor(shape: [1], floats: [0])
      if case .tensor(let tensor)? = reader.node.attributes["value"], tensor.count == 1 {
        value = try reader.value(of: tensor)
      }
      let fill = value
      return { arguments, run in
        let shape = try arguments.tensor(0).integers.map { Int(clamping: $0) }, one = try Moving.reshape(fill, to: [], allowsZero: true, run)
        _ = try run.elements(shape)
        return [try Moving.expand(one, to: shape, run)]
      }
    },
    "Range": { _, _, _ in
      { arguments, run in
        let from = try arguments.tensor(0), to = try arguments.tensor(1), by = try arguments.tensor(2)
        guard from.count == 1, to.count == 1, by.count == 1 else { throw run.fault("needs single numbers") }
        let start = Double(from.floats[0]), step = Double(by.floats[0]), count = step == 0 ? 0 : ((Double(to.floats[0]) - start) / step).rounded(.up)
        guard count < 16_777_216 else { throw run.fault("counts \(count) numbers") }
        let whole = Int(max(0, count))
        if from.isFloating { return [GraphTensor(type: from.type, shape: [whole], floats: (0..<whole).map { Float(start + Double($0) * step) })] }
        return [GraphTensor(type: from.type, shape: [whole], integers: (0..<whole).map { from.integers[0] &+ Int64($0) &* by.integers[0] })]
      }
    },
  ]
}
