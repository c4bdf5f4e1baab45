/// Header fields in the order they came. Names compare without regard to case.
public struct HTTPHeaders: Sendable, Equatable {
  public struct Field: Sendable, Equatable {
    /// As written by the sender.
    public let name: String
    /// Without the white space around it.
    public let value: String
  }

  public private(set) var fields: [Field] = []

  public init() {}

  public mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// The first field of that name.
  public subscript(_ name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }

  /// Whether a comma-separated field, such as `Connection`, holds the word.
  public func lists(_ word: String, in name: String) -> Bool {
    guard let value = self[name] else { return false }
    return value.lowercased().split(separator: ",").contains { part in
      part.drop(while: { $0 == " " }).split(separator: " ").first.map { $0 == word } ?? false
    }
  }
}
