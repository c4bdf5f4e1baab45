import Layers
import Models

/// Caches of finished answers, kept because the next prompt often begins like an earlier one.
///
/// It belongs to the loop's thread.
struct CacheShelf {
  private let model: DecoderModel
  private let capacity: Int
  private let places: Int
  /// Least recently used first.
  private var idle: [(tokens: [Int32], cache: KeyValueCache)] = []

  init(model: DecoderModel, capacity: Int, places: Int) {
    self.model = model
    self.capacity = capacity
    self.places = places
  }

  /// A cache for `prompt` which holds as much of its beginning as any idle one does, never all of it: the last token
  /// must run for its logits.
  mutating func take(for prompt: [Int32]) -> KeyValueCache {
    let common = idle.map { entry in zip(entry.tokens, prompt).prefix { $0 == $1 }.count }
    guard let best = common.indices.max(by: { (common[$0], $1) < (common[$1], $0) }),
      common[best] > 0 || idle.count >= places
    else { return model.makeCache(capacity: capacity) }
    let cache = idle.remove(at: best).cache
    cache.truncate(to: min(common[best], prompt.count - 1, cache.count))
    return cache
  }

  mutating func put(back cache: KeyValueCache, tokens: [Int32]) {
    if idle.count >= places { idle.removeFirst() }
    idle.append((Array(tokens.prefix(cache.count)), cache))
  }
}
