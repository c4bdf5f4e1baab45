/// What is wrong with a JSON text, and where.
public struct WireJSONError: Error, Sendable, Equatable, CustomStringConvertible {
  public let message: String
  /// The path of the key, such as `attachments.0.data`; nil where the text is no JSON at all.
  public let key: String?

  public init(message: String, key: String?) {
    self.message = message
    self.key = key
  }

  init(_ error: DecodingError) {
    func path(_ context: DecodingError.Context, _ last: String? = nil) -> String? {
      let names = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue } + (last.map { [$0] } ?? [])
      return names.isEmpty ? nil : names.joined(separator: ".")
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(message: "\(key.stringValue) is missing", key: path(context, key.stringValue))
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      let name = path(context)
      self.init(message: "\(name ?? "the value") is of the wrong type", key: name)
    case .dataCorrupted(let context):
      let name = path(context)
      self.init(message: name.map { "\($0) has a value that is not taken" } ?? "the body is not JSON", key: name)
    @unknown default:
      self.init(message: "the JSON cannot be read", key: nil)
    }
  }

  public var description: String { message }
}
