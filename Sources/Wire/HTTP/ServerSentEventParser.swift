/// Events out of a stream's bytes, in pieces of any size. Lines end with LF or CR LF.
public struct ServerSentEventParser: Sendable {
  private var line: [UInt8] = []
  private var name: String?
  private var data: [String] = []

  public init() {}

  /// The events that these bytes complete.
  public mutating func take(_ bytes: some Collection<UInt8>) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    for byte in bytes {
      guard byte == UInt8(ascii: "\n") else {
        line.append(byte)
        continue
      }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.isEmpty {
        if !data.isEmpty { events.append(ServerSentEvent(name: name, data: data.joined(separator: "\n"))) }
        name = nil
        data = []
      } else {
        takeField(String(decoding: line, as: UTF8.self))
      }
      line.removeAll(keepingCapacity: true)
    }
    return events
  }

  private mutating func takeField(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return }
    let value = String(parts[1].first == " " ? parts[1].dropFirst() : parts[1])
    switch parts[0] {
    case "event": name = value
    case "data": data.append(value)
    default: break
    }
  }
}
