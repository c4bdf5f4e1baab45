/// One event of a stream (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Equatable {
  /// Nil for an event without a name, as the OpenAI streams use them.
  public var name: String?
  public var data: String

  public init(name: String?, data: String) {
    self.name = name
    self.data = data
  }

  public init(name: String?, json value: some Encodable) throws {
    self.init(name: name, data: String(decoding: try WireJSON.encode(value), as: UTF8.self))
  }

  /// The event as bytes; each line of the data has its own field.
  public var serialised: [UInt8] {
    var text = ""
    if let name { text += "event: \(name)\n" }
    for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { text += "data: \(line)\n" }
    return Array((text + "\n").utf8)
  }
}
