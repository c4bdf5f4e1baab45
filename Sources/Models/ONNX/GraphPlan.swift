import Kernels
import Weights

/// A graph as it will run: constants computed, patterns of small nodes told as one, what follows a product taken into it.
struct GraphPlan {
  struct Node {
    var node: ONNXNode
    var tail = FusedTail()

    var operation: String { node.operation }
    var output: String { node.outputs[0] }
  }

  let file: ONNXFile
  let compute: Compute
  /// What must come out: the file's own outputs and inner values that were asked for.
  let outputs: [String]
  var nodes: [Node] = []
  var constants: [String: GraphTensor] = [:]

  init(_ file: ONNXFile, inner: [String] = [], compute: Compute) throws {
    self.file = file
    outputs = file.outputs + inner.filter { !file.outputs.contains($0) }
    self.compute = compute
    for (name, tensor) in file.constants { constants[name] = GraphTensor(tensor, of: file) }
    try foldConstants()
    joinPatterns()
    dropUnused()
    joinTails()
    dropUnused()
  }

  func reader(_ node: ONNXNode) -> NodeReader { NodeReader(node: node, version: file.operatorVersion, file: file, constants: constants) }

  /// Computes what depends on nothing that comes in, and refuses what is unknown or used before it is made.
  private mutating func foldConstants() throws {
    var known = Set(constants.keys).union(file.inputs)
    let workspace = GraphWorkspace()
    for node in file.nodes {
      guard !node.outputs.isEmpty else { throw GraphError(path: file.path, node: "\(node.name) (\(node.operation))", problem: "gives nothing") }
      for name in node.inputs where !name.isEmpty && !known.contains(name) {
        throw GraphError(path: file.path, node: "\(node.name) (\(node.operation))", problem: "uses \(name), which nothing before it gives; the file is damaged")
      }
      for name in node.outputs where !name.isEmpty {
        guard known.insert(name).inserted else {
          throw GraphError(path: file.path, node: "\(node.name) (\(node.operation))", problem: "gives \(name), which is there already; the file is damaged")
        }
      }
      if node.operation == "Constant" {
        constants[node.outputs[0]] = try constant(node)
      } else if !node.inputs.isEmpty, node.inputs.allSatisfy({ $0.isEmpty || constants[$0] != nil }) {
        let reader = reader(node), operation = try OperatorTable.make(reader, tail: FusedTail(), compute: compute)
        let run = GraphRun(compute: compute, workspace: workspace, path: file.path, node: reader.title)
        var arguments = GraphArguments(node.inputs.map { constants[$0] }, fault: run.fault)
        for (name, value) in zip(node.outputs, try operation(&arguments, run)) where !name.isEmpty {
          constants[name] = value.isFloating ? GraphTensor(type: value.type, shape: value.shape, floats: value.floats) : value
        }
      } else {
        nodes.append(Node(node: node))
      }
    }
    for name in outputs where !known.contains(name) {
      throw GraphError(path: file.path, node: nil, problem: "nothing gives the output \(name); the file is damaged")
    }
  }

  private func constant(_ node: ONNXNode) throws -> GraphTensor {
    for (name, value) in node.attributes {
      switch (name, value) {
      case ("value", .tensor(let tensor)): return GraphTensor(tensor, of: file)
      case ("value_float", .float(let value)): return GraphTensor(shape: [], floats: [value])
      case ("value_int", .integer(let value)): return GraphTensor(shape: [], integers: [value])
      case ("value_floats", .floats(let values)): return GraphTensor(shape: [values.count], floats: values)
      case ("value_ints", .integers(let values)): return GraphTensor(shape: [values.count], integers: values)
      default: continue
      }
    }
    throw reader(node).fault("has a value of a kind that is not supported")
  }

  /// Who uses a value; the graph's own outputs count as one more.
  func users() -> [String: Int] {
    var users: [String: Int] = [:]
    for node in nodes { for name in node.node.inputs { users[name, default: 0] += 1 } }
    for name in outputs { users[name, default: 0] += 1 }
    return users
  }

  private mutating func dropUnused() {
    var needed = Set(outputs), kept: [Node] = []
    for node in nodes.reversed() where node.node.outputs.contains(where: { needed.contains($0) }) {
      kept.append(node)
      needed.formUnion(node.node.inputs)
    }
    nodes = kept.reversed()
  }
}
