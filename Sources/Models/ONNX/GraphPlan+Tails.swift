import Kernels
import Weights

/// Takes what follows a product into it: batch norms, factors, biases and activations that nobody else sees the input of.
extension GraphPlan {
  mutating func joinTails() {
    let users = users()
    var next: [String: Int] = [:]
    for (i, node) in nodes.enumerated() { for name in node.node.inputs { next[name] = i } }
    var gone = Set<Int>()
    for i in nodes.indices where !gone.contains(i) {
      guard let channels = channels(nodes[i]) else { continue }
      while users[nodes[i].output] == 1, !outputs.contains(nodes[i].output), let j = next[nodes[i].output], nodes[i].tail.map == .none,
        let tail = joined(nodes[i], nodes[j].node, channels: channels)
      {
        nodes[i].tail = tail
        let node = nodes[i].node
        nodes[i].node = ONNXNode(
          name: node.name, operation: node.operation, inputs: node.inputs, outputs: [nodes[j].output], attributes: node.attributes)
        gone.insert(j)
      }
    }
    nodes = nodes.indices.filter { !gone.contains($0) }.map { nodes[$0] }
  }

  /// The output channels of a node that can take a tail; nil for all others.
  private func channels(_ node: Node) -> Int? {
    func constant(_ index: Int) -> GraphTensor? { node.node.inputs.count > index ? constants[node.node.inputs[index]] : nil }
    guard node.node.domain.isEmpty, node.node.outputs.count == 1, let weights = constant(1), weights.isFloating, weights.count > 0 else { return nil }
    switch node.operation {
    case "Conv" where weights.shape.count > 2 && (node.node.inputs.count < 3 || constant(2) != nil): return weights.shape[0]
    case "ConvTranspose" where weights.shape.count > 2 && (node.node.inputs.count < 3 || constant(2) != nil):
      if case .integer(let groups)? = node.node.attributes["group"] { return groups > 0 && groups < 1 << 20 ? weights.shape[1] * Int(groups) : nil }
      return weights.shape[1]
    case "MatMul" where weights.shape.count == 2: return weights.shape[1]
    case "BatchNormalization" where node.node.inputs.count == 5 && (2...4).allSatisfy({ constant($0) != nil }): return weights.count
    default: return nil
    }
  }

  /// The tail with one more node in it; nil where that node is none for tails.
  private func joined(_ node: Node, _ follower: ONNXNode, channels: Int) -> FusedTail? {
    var tail = node.tail
    guard follower.outputs.count == 1, follower.domain.isEmpty, let first = follower.inputs.first else { return nil }
    let reader = reader(follower)
    switch follower.operation {
    case "BatchNormalization" where node.operation != "MatMul" && first == node.output:
      guard let scale = reader.constant(1), let bias = reader.constant(2), let mean = reader.constant(3), let variance = reader.constant(4),
        scale.count == channels, let batch = try? Normalizing.batch(reader, scale: scale, bias: bias, mean: mean, variance: variance)
      else { return nil }
      tail.append(scale: batch.scale, shift: batch.shift, channels: channels)
    case "Add", "Mul":
      guard follower.inputs.count == 2, let values = values(follower.inputs[first == node.output ? 1 : 0], node, channels) else { return nil }
      tail.append(scale: follower.operation == "Mul" ? values : nil, shift: follower.operation == "Add" ? values : nil, channels: channels)
    case "Sub", "Div":
      guard follower.inputs.count == 2, first == node.output, let values = values(follower.inputs[1], node, channels) else { return nil }
      tail.append(
        scale: follower.operation == "Div" ? values.map { 1 / $0 } : nil, shift: follower.operation == "Sub" ? values.map { -$0 } : nil, channels: channels)
    default:
      guard let map = map(reader), follower.inputs.filter({ $0 == node.output }).count == 1, first == node.output else { return nil }
      tail.map = map
    }
    return tail
  }

  /// A constant with one value for all channels, or one for each.
  private func values(_ name: String, _ node: Node, _ channels: Int) -> [Float]? {
    guard let constant = constants[name], constant.isFloating, let weights = constants[node.node.inputs[1]] else { return nil }
    if node.operation == "MatMul" { return (constant.shape == [channels] || constant.shape.isEmpty) ? constant.floats : nil }
    // The output's rank is that of the weights; a batch norm's is not known here.
    guard node.operation != "BatchNormalization" else { return constant.shape.isEmpty ? constant.floats : nil }
    let rank = weights.shape.count
    guard constant.shape.count <= rank else { return nil }
    let shape = [Int](repeating: 1, count: rank - constant.shape.count) + constant.shape
    guard shape.indices.allSatisfy({ shape[$0] == 1 || $0 == 1 && shape[$0] == channels }) else { return nil }
    return constant.floats
  }

  private func map(_ reader: NodeReader) -> ElementMap? {
    switch reader.node.operation {
    case "Relu": return .relu
    case "Sigmoid": return .sigmoid
    case "Tanh": return .tanh
    case "HardSwish": return .hardSwish
    case "SiLU": return .silu
    case "Gelu": return reader.node.attributes["approximate"] == nil ? .gelu : nil
    case "HardSigmoid":
      guard let alpha = try? reader.float("alpha", default: 0.2), let beta = try? reader.float("beta", default: 0.5) else { return nil }
      return .hardSigmoid(alpha: alpha, beta: beta)
    case "Clip" where reader.version >= 11:
      guard !reader.has(1) || reader.constant(1)?.count == 1, !reader.has(2) || reader.constant(2)?.count == 1 else { return nil }
      return .clip(reader.constant(1)?.floats[0] ?? -.infinity, reader.constant(2)?.floats[0] ?? .infinity)
    default: return nil
    }
  }
}
