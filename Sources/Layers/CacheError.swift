/// Why keys and values could not be stored.
public enum CacheError: Error, CustomStringConvertible, Sendable, Equatable {
  /// More positions are needed than the cache has.
  case full(capacity: Int, needed: Int)

  public var description: String {
    switch self {
    case .full(let capacity, let needed):
      "\(needed) positions are needed, but the key-value cache holds \(capacity): shorten the text or open a longer context"
    }
  }
}
