/// Names and their numbers, in order of first mention.
public struct Numbering: Sendable, Equatable {
  public private(set) var names: [String] = []
  private var numbers: [String: Int32] = [:]

  public init() {}

  /// Takes names that are each there once; nil when one is there twice.
  public init?(names: [String]) {
    for name in names where number(adding: name) != self.names.count - 1 { return nil }
    if self.names.count != names.count { return nil }
  }

  public var count: Int { names.count }

  /// The name's number, nil for a stranger.
  public func number(of name: String) -> Int32? { numbers[name] }

  /// The name's number; a stranger gets the next one.
  public mutating func number(adding name: String) -> Int32 {
    if let number = numbers[name] { return number }
    let number = Int32(names.count)
    names.append(name)
    numbers[name] = number
    return number
  }
}
