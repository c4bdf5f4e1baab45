public import Kernels

/// The activations of one pass through a decoder, made once and used again for every pass.
///
/// It belongs to one computation at a time.
public final class DecoderWorkspace {
  /// Tokens that one pass may have.
  public let maximumTokens: Int
  /// Rows of logits that one pass may ask for.
  public let maximumLogitRows: Int

  let hidden, normed, queries, keys, values, attended, projected, gate, up: Activations
  let last: Activations
  /// (R, V): the wanted rows' logits after a pass.
  public let logits: Activations

  init(shape: DecoderConfiguration, maximumTokens: Int, maximumLogitRows: Int) {
    precondition(maximumTokens > 0 && maximumLogitRows > 0, "DecoderWorkspace: no tokens or no logits")
    self.maximumTokens = maximumTokens
    self.maximumLogitRows = maximumLogitRows
    func matrix(_ columns: Int) -> Activations { Activations(rows: maximumTokens, columns: columns) }
    hidden = matrix(shape.width)
    normed = matrix(shape.width)
    projected = matrix(shape.width)
    queries = matrix(shape.heads * shape.headSize)
    attended = matrix(shape.heads * shape.headSize)
    keys = matrix(shape.keyValueHeads * shape.headSize)
    values = matrix(shape.keyValueHeads * shape.headSize)
    gate = matrix(shape.intermediate)
    up = matrix(shape.intermediate)
    last = Activations(rows: maximumLogitRows, columns: shape.width)
    logits = Activations(rows: maximumLogitRows, columns: shape.vocabulary)
  }
}
