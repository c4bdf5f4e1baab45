public import Kernels

/// What the decoder attends to: one window of sound as keys and values for every layer, made once and read at each step.
///
/// Immutable once made.
public final class WhisperMemory {
  /// The encoder's states, (positions, C).
  public let states: Activations

  let store: KeyValueStore
  let blocks: [Int32]

  init(states: Activations, layers: Int, heads: Int, headSize: Int) {
    self.states = states
    let count = KeyValueStore.blocks(for: states.rows)
    store = KeyValueStore(slots: layers, heads: heads, headSize: headSize, blocks: count)
    blocks = (0..<Int32(count)).map { $0 }
  }

  /// Positions that a token sees.
  var length: Int { states.rows }
}
