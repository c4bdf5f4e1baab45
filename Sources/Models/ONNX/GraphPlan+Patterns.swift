import Weights

/// What exporters write as many small nodes, told as one: hard swish, SiLU, GELU, layer normalisation.
extension GraphPlan {
  mutating func joinPatterns() {
    var givers: [String: Int] = [:]
    for (i, node) in nodes.enumerated() { for name in node.node.outputs { givers[name] = i } }
    for i in nodes.indices {
      let search = PatternSearch(nodes: nodes, givers: givers, constants: constants)
      let output = nodes[i].output, name = nodes[i].node.name
      guard nodes[i].node.outputs.count == 1 else { continue }
      if let x = search.hardSwish(output) {
        nodes[i].node = ONNXNode(name: name, operation: "HardSwish", inputs: [x], outputs: [output])
      } else if let x = search.silu(output) {
        nodes[i].node = ONNXNode(name: name, operation: "SiLU", inputs: [x], outputs: [output])
      } else if let x = search.gelu(output) {
        nodes[i].node = ONNXNode(name: name, operation: "Gelu", inputs: [x], outputs: [output])
      } else if let (inputs, epsilon) = search.layerNorm(output) {
        nodes[i].node = ONNXNode(
          name: name, operation: "LayerNormalization", inputs: inputs, outputs: [output], attributes: ["epsilon": .float(epsilon), "axis": .integer(-1)])
      }
    }
  }
}

/// Looks backwards from a value for the nodes that make up a pattern. Nodes that others use too are recomputed by
/// nobody: the pattern's node takes its inputs from further up, and what is then unused is dropped.
private struct PatternSearch {
  let nodes: [GraphPlan.Node]
  let givers: [String: Int]
  let constants: [String: GraphTensor]

  private func node(_ value: String, _ operation: String) -> ONNXNode? {
    guard let index = givers[value], nodes[index].operation == operation, nodes[index].node.domain.isEmpty,
      nodes[index].node.inputs.count >= Self.needed[operation] ?? 1
    else { return nil }
    return nodes[index].node
  }

  /// Inputs that patterns look at; a damaged file's node may have fewer.
  private static let needed = ["Div": 2, "Sub": 2, "Mul": 2, "Add": 2, "Pow": 2]

  /// The one number that a constant is.
  private func number(_ value: String) -> Float? {
    guard let constant = constants[value], constant.isFloating, constant.count == 1 else { return nil }
    return constant.floats[0]
  }

  private func isNear(_ value: Float?, _ wanted: Float) -> Bool { value.map { abs($0 - wanted) <= 1e-5 * max(1, abs(wanted)) } ?? false }

  /// The two inputs of a node in both orders.
  private func orders(_ node: ONNXNode?) -> [(String, String)] {
    guard let node, node.inputs.count == 2 else { return [] }
    return [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])]
  }

  /// x · factor, also written as a division.
  private func scaled(_ value: String, by factor: Float) -> String? {
    if let division = node(value, "Div"), division.inputs.count == 2, isNear(number(division.inputs[1]), 1 / factor) { return division.inputs[0] }
    return orders(node(value, "Mul")).first { isNear(number($0.1), factor) }?.0
  }

  private func shifted(_ value: String, by offset: Float) -> String? { orders(node(value, "Add")).first { isNear(number($0.1), offset) }?.0 }

  /// min(max(x + 3, 0), 6).
  private func gate(_ value: String) -> String? {
    guard let clip = node(value, "Clip"), clip.inputs.count == 3, isNear(number(clip.inputs[1]), 0), isNear(number(clip.inputs[2]), 6) else { return nil }
    return shifted(clip.inputs[0], by: 3)
  }

  func hardSwish(_ value: String) -> String? {
    if let product = scaled(value, by: 1.0 / 6) {
      for (x, other) in orders(node(product, "Mul")) where gate(other) == x { return x }
    }
    for (x, other) in orders(node(value, "Mul")) {
      if let inner = scaled(other, by: 1.0 / 6), gate(inner) == x { return x }
      if let sigmoid = node(other, "HardSigmoid"), sigmoid.inputs == [x], case .float(let alpha)? = sigmoid.attributes["alpha"], isNear(alpha, 1.0 / 6) {
        if case .float(let beta)? = sigmoid.attributes["beta"] { if isNear(beta, 0.5) { return x } } else if sigmoid.attributes["beta"] == nil { return x }
      }
    }
    return nil
  }

  func silu(_ value: String) -> String? { orders(node(value, "Mul")).first { node($0.1, "Sigmoid")?.inputs == [$0.0] }?.0 }

  /// x · ½ · (1 + erf(x / √2)), the three factors in any order.
  func gelu(_ value: String) -> String? {
    for (first, second) in orders(node(value, "Mul")) {
      for (third, fourth) in orders(node(first, "Mul")) {
        for (x, half, gate) in [(third, second, fourth), (third, fourth, second)] where isNear(number(half), 0.5) {
          if let erf = shifted(gate, by: 1), let inner = node(erf, "Erf")?.inputs.first, scaled(inner, by: 0.707_106_77) == x { return x }
        }
      }
    }
    return nil
  }

  /// Over the last dimension, with weights and a bias.
  func layerNorm(_ value: String) -> (inputs: [String], epsilon: Float)? {
    for (product, bias) in orders(node(value, "Add")) where constants[bias]?.shape.count == 1 {
      for (quotient, weight) in orders(node(product, "Mul")) where constants[weight]?.shape == constants[bias]?.shape {
        guard let division = node(quotient, "Div"), let difference = node(division.inputs[0], "Sub"), difference.inputs.count == 2 else { continue }
        let x = difference.inputs[0]
        guard mean(difference.inputs[1]) == x, let root = node(division.inputs[1], "Sqrt"), let (variance, epsilon) = epsilon(root.inputs[0]),
          let square = mean(variance), let power = node(square, "Pow"), power.inputs[0] == division.inputs[0], isNear(number(power.inputs[1]), 2)
        else { continue }
        return ([x, weight, bias], epsilon)
      }
    }
    return nil
  }

  private func epsilon(_ value: String) -> (String, Float)? {
    for (x, constant) in orders(node(value, "Add")) { if let number = number(constant), number > 0, number < 0.1 { return (x, number) } }
    return nil
  }

  /// What a mean over the last dimension is of.
  private func mean(_ value: String) -> String? {
    guard let mean = node(value, "ReduceMean"), let x = mean.inputs.first else { return nil }
    if case .integer(let keeps)? = mean.attributes["keepdims"], keeps == 0 { return nil }
    if case .integers(let axes)? = mean.attributes["axes"] { return axes == [-1] ? x : nil }
    return mean.inputs.count == 2 && constants[mean.inputs[1]]?.integers == [-1] ? x : nil
  }
}
