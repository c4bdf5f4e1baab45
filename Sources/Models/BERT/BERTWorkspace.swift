import Kernels

/// The activations of one batch, kept for all layers and for the batches after it.
final class BERTWorkspace {
  /// Tokens that fit.
  let tokens: Int
  let hidden, queries, keys, values, attended, projected, expanded: Activations

  init(tokens: Int, shape: BERTConfiguration) {
    func wide() -> Activations { Activations(rows: tokens, columns: shape.width) }
    self.tokens = tokens
    hidden = wide()
    queries = wide()
    keys = wide()
    values = wide()
    attended = wide()
    projected = wide()
    expanded = Activations(rows: tokens, columns: shape.intermediate)
  }
}
