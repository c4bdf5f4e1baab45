/// Why keys and values could not be stored.
public enum CacheError: Error, CustomStringConvertible, Sendable, Equatable {
  /// More positions are needed than the text may have.
  case full(capacity: Int, needed: Int)
  /// All blocks of the pool are held by other texts.
  case exhausted

  public var description: String {
    switch self {
    case .full(let capacity, let needed):
      "\(needed) positions are needed, but the key-value cache holds \(capacity): shorten the text or open a longer context"
    case .exhausted:
      "the memory for keys and values is held by other texts: try again later, or give the cache more memory"
    }
  }
}
