import Kernels
import Weights

/// One pass of a graph, as its operators see it.
struct GraphRun {
  let compute: Compute
  let workspace: GraphWorkspace
  let path: String
  /// The node that runs, for errors.
  var node = ""

  func fault(_ problem: String) -> GraphError { GraphError(path: path, node: node, problem: problem) }

  /// A tensor whose floats are yet to be written.
  func make(_ shape: [Int], _ arrangement: GraphTensor.Arrangement = .plain, type: ONNXElementType = .float) throws -> GraphTensor {
    var tensor = GraphTensor(type: type, shape: shape, storage: .floats(workspace.buffer(try elements(shape))))
    tensor.arrangement = arrangement
    return tensor
  }

  /// Elements of a shape that the graph computed: bounded, since pictures of any size come in.
  func elements(_ shape: [Int]) throws -> Int {
    var count = 1
    for dimension in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow, product <= 1 << 28 else { throw fault("would make a tensor of the shape \(shape), which is too large") }
      count = product
    }
    return count
  }

  /// The same values in the order of the shape.
  func plain(_ tensor: GraphTensor) throws -> GraphTensor {
    guard tensor.arrangement == .channelsLast else { return tensor }
    var out = try make(tensor.shape, type: tensor.type)
    transpose(from: tensor, into: &out, batch: tensor.shape[0], rows: tensor.pixels, columns: tensor.shape[1])
    return out
  }

  /// The same values with the channels last.
  func channelsLast(_ tensor: GraphTensor) throws -> GraphTensor {
    guard tensor.arrangement == .plain else { return tensor }
    var out = tensor
    out.arrangement = .channelsLast
    if tensor.pixels == 1 || tensor.shape[1] == 1 { return out }
    out = try make(tensor.shape, .channelsLast, type: tensor.type)
    transpose(from: tensor, into: &out, batch: tensor.shape[0], rows: tensor.shape[1], columns: tensor.pixels)
    return out
  }

  /// A buffer that may be overwritten with what `tensor` holds: its own where nobody else holds it.
  func owned(_ tensor: consuming GraphTensor) throws -> GraphTensor {
    let shape = tensor.shape, arrangement = tensor.arrangement, type = tensor.type
    guard case .floats(var buffer) = tensor.storage else { preconditionFailure("owned: whole numbers") }
    tensor.storage = .integers([])
    if !buffer.isConstant, isKnownUniquelyReferenced(&buffer) {
      var out = GraphTensor(type: type, shape: shape, storage: .floats(buffer))
      out.arrangement = arrangement
      return out
    }
    let out = try make(shape, arrangement, type: type)
    unsafe out.pointer.update(from: buffer.activations.pointer, count: out.count)
    return out
  }

  private func transpose(from: GraphTensor, into: inout GraphTensor, batch: Int, rows: Int, columns: Int) {
    let tile = 32, strips = (rows + tile - 1) / tile
    compute.forRuns(batch * strips, elementsEach: tile * columns) { range in
      for strip in range {
        let source = unsafe from.pointer + strip / strips * rows * columns, target = unsafe into.pointer + strip / strips * rows * columns
        let r0 = strip % strips * tile, r1 = min(rows, r0 + tile)
        for c0 in stride(from: 0, to: columns, by: tile) {
          let c1 = min(columns, c0 + tile)
          for c in c0..<c1 { for r in r0..<r1 { unsafe target[c * rows + r] = source[r * columns + c] } }
        }
      }
    }
  }
}
