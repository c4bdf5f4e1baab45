public import Kernels
import Synchronization
public import Weights

/// A graph of an ONNX file, ready to run.
///
/// ```swift
/// let graph = try ONNXGraph(file: ONNXFile(path: "encoder.onnx"), compute: .shared)
/// let outputs = try graph.run(["x": GraphTensor(shape: [1, 3, 224, 224], floats: pixels)])
/// ```
/// Loading computes what is constant, tells patterns of small nodes as one, takes batch norms and activations into the products before them, and packs
/// weights. Pictures lie with their channels last between convolutions, which are products of packed matrices over blocks of pixels. Sizes are
/// known when a run begins, so one graph takes pictures of every size; buffers go from one node to the next and from one run to the next.
///
/// Safe to call from several threads; each run has buffers of its own.
public final class ONNXGraph: Sendable {
  /// Names of what must be given and of what comes out.
  public let inputs: [String]
  public let outputs: [String]
  /// What the file says of itself.
  public let metadata: [String: String]

  private struct Step: Sendable {
    var title: String
    var operation: GraphOperator
    /// Numbers of values; -1 where an optional input is left out.
    var inputs: [Int]
    var outputs: [Int]
    /// Values that nobody needs after this step.
    var last: [Int]
  }

  private let path: String
  private let compute: Compute
  private let steps: [Step]
  private let names: [String: Int]
  private let constants: [Int: GraphTensor]
  private let valueCount: Int
  private let idle = Mutex<[GraphWorkspace]>([])

  /// - Parameter inner: names of values inside the graph that ``run(_:wanted:)`` may be asked for, beside the outputs.
  /// - Throws: ``GraphError`` that names the node, for an operator that is not known or settings that make no sense.
  public init(file: ONNXFile, inner: [String] = [], compute: Compute) throws {
    let plan = try GraphPlan(file, inner: inner, compute: compute)
    var names: [String: Int] = [:]
    func number(_ name: String) -> Int {
      if name.isEmpty { return -1 }
      if let known = names[name] { return known }
      names[name] = names.count
      return names.count - 1
    }
    for name in file.inputs { _ = number(name) }
    var steps: [Step] = []
    for node in plan.nodes {
      let reader = plan.reader(node.node)
      steps.append(
        Step(
          title: reader.title, operation: try OperatorTable.make(reader, tail: node.tail, compute: compute), inputs: node.node.inputs.map { number($0) },
          outputs: node.node.outputs.map { number($0) }, last: []))
    }
    for name in plan.outputs { _ = number(name) }
    var constants: [Int: GraphTensor] = [:]
    // What was packed into an operator is still named by it, but read by others alone.
    for (name, value) in plan.constants { if let index = names[name] { constants[index] = value } }
    var seen = Set(plan.outputs.compactMap { names[$0] }).union(constants.keys)
    for i in steps.indices.reversed() {
      steps[i].last = Set(steps[i].inputs + steps[i].outputs).filter { $0 >= 0 && !seen.contains($0) }.sorted()
      seen.formUnion(steps[i].last)
    }
    self.names = names
    self.constants = constants
    self.steps = steps
    self.compute = compute
    valueCount = names.count
    path = file.path
    inputs = file.inputs
    outputs = file.outputs
    metadata = file.metadata
  }

  /// Runs a graph of one input and one output.
  ///
  /// - Throws: ``GraphError`` also for a graph that has more of them, or none.
  public func run(_ input: GraphTensor) throws -> GraphTensor {
    guard inputs.count == 1, outputs.count == 1, let output = try run([inputs[0]: input])[outputs[0]] else {
      throw GraphError(path: path, node: nil, problem: "takes \(inputs.count) inputs and gives \(outputs.count) outputs, where one of each is needed")
    }
    return output
  }

  /// Runs the graph once.
  ///
  /// - Parameter wanted: which values come out; nil for the outputs.
  /// - Throws: ``GraphError`` when an input is missing or of a shape that the graph cannot take.
  public func run(_ given: [String: GraphTensor], wanted: [String]? = nil) throws -> [String: GraphTensor] {
    let workspace = idle.withLock { $0.popLast() } ?? GraphWorkspace()
    defer { idle.withLock { $0.append(workspace) } }
    var run = GraphRun(compute: compute, workspace: workspace, path: path)
    var values = [GraphTensor?](repeating: nil, count: valueCount)
    for (index, value) in constants { values[index] = value }
    for name in inputs {
      guard let value = given[name] else { throw GraphError(path: path, node: nil, problem: "the input \(name) is missing; the graph takes \(inputs)") }
      values[names[name]!] = value
    }
    for step in steps {
      run.node = step.title
      var arguments = GraphArguments(step.inputs.map { $0 < 0 ? nil : values[$0] }, fault: run.fault)
      for index in step.last { values[index] = nil }
      let results = try step.operation(&arguments, run)
      for (index, value) in zip(step.outputs, results) where index >= 0 && !step.last.contains(index) { values[index] = value }
    }
    var results: [String: GraphTensor] = [:]
    for name in wanted ?? outputs {
      guard let index = names[name], let value = values[index] else { throw GraphError(path: path, node: nil, problem: "the output \(name) was not computed") }
      // The workspace's buffers are the next run's: what leaves is a copy.
      results[name] = value.isFloating ? GraphTensor(type: value.type, shape: value.shape, floats: value.floats) : value
    }
    return results
  }
}
