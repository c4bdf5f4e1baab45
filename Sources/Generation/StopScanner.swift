/// Finds stop strings in text that arrives in pieces.
///
/// Text that may be the beginning of a stop string is held back until the next piece tells.
struct StopScanner {
  private let stops: [[UInt8]]
  private var held: [UInt8] = []

  init(_ stops: [String]) {
    self.stops = stops.filter { !$0.isEmpty }.map { Array($0.utf8) }
  }

  /// The text that is sure to come before any stop string, and whether one was reached.
  mutating func append(_ piece: String) -> (text: String, stopped: Bool) {
    guard !stops.isEmpty else { return (piece, false) }
    held += Array(piece.utf8)
    for start in held.indices {
      if stops.contains(where: { held[start...].starts(with: $0) }) {
        let text = String(decoding: held[..<start], as: UTF8.self)
        held = []
        return (text, true)
      }
    }
    let kept = held.indices.first { start in
      stops.contains { $0.count > held.count - start && $0.starts(with: held[start...]) }
    }
    let text = String(decoding: held[..<(kept ?? held.count)], as: UTF8.self)
    held.removeFirst((kept ?? held.count))
    return (text, false)
  }

  /// What was held back when the answer ends without a stop string.
  mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }
}
