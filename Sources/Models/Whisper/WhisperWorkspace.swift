public import Kernels

/// The activations of one pass through Whisper's decoder, made once and used again at every step.
///
/// It belongs to one computation at a time.
public final class WhisperWorkspace {
  let hidden, normed, queries, keys, values, attended, expanded, last: Activations
  /// (R, V): the wanted rows' logits after a pass.
  public let logits: Activations

  init(shape: WhisperConfiguration, tokens: Int, logitRows: Int) {
    precondition(tokens > 0 && logitRows > 0, "WhisperWorkspace: no tokens or no logits")
    func wide() -> Activations { Activations(rows: tokens, columns: shape.width) }
    hidden = wide()
    normed = wide()
    queries = wide()
    keys = wide()
    values = wide()
    attended = wide()
    expanded = Activations(rows: tokens, columns: shape.intermediate)
    last = Activations(rows: logitRows, columns: shape.width)
    logits = Activations(rows: logitRows, columns: shape.vocabulary)
  }
}
