import Kernels
import Layers

/// The rows that tokens begin as: a file's, as they are, or a table that is trained.
enum DecoderEmbedding {
  case frozen(TokenEmbedding)
  case trained(TrainableEmbedding)

  var parameters: [Parameter] {
    switch self {
    case .frozen: []
    case .trained(let embedding): embedding.parameters
    }
  }

  /// A copy of one row.
  func row(_ index: Int) -> [Float] {
    switch self {
    case .trained(let embedding): return embedding.table.values.copy(row: index)
    case .frozen(let embedding):
      var row = [Float](repeating: 0, count: embedding.table.columns)
      unsafe row.withUnsafeMutableBufferPointer { unsafe embedding.table.row(index, into: $0) }
      return row
    }
  }

  func forward(_ tokens: [Int32], into y: Activations, pass: TrainingPass) {
    switch self {
    case .frozen(let embedding): embedding.forward(tokens, into: y, compute: pass.compute)
    case .trained(let embedding): embedding.forward(tokens, into: y, pass: pass)
    }
  }

  func backward(_ dy: Activations, tokens: [Int32], pass: TrainingPass) {
    if case .trained(let embedding) = self { embedding.backward(dy, indices: tokens, pass: pass) }
  }
}
