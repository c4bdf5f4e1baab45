import Models

/// A window's tokens cut at its times, and where the next window begins.
///
/// Two times side by side end one segment and begin the next. What follows the last such pair is heard again in the
/// next window, unless the text ends with a single time: then nobody speaks after it.
struct WindowCut {
  struct Piece {
    /// Seconds from the recording's beginning.
    let start: Double
    let end: Double
    let tokens: [Int32]
  }

  private(set) var pieces: [Piece] = []
  /// The frame at which the next window begins.
  private(set) var next: Int

  /// - Parameters:
  ///   - seek: the window's first frame.
  ///   - size: its frames.
  init(_ found: [Int32], seek: Int, size: Int, tokens: WhisperTokens) {
    let offset = Double(seek) * 0.01, first = tokens.firstTimestamp
    func seconds(_ token: Int32) -> Double { Double(token - first) * WhisperTokens.secondsPerTimestamp }
    let endsWithOne = found.count >= 2 && found[found.count - 2] < first && found[found.count - 1] >= first
    let pairs = found.indices.filter { $0 > 0 && found[$0] >= first && found[$0 - 1] >= first }
    next = seek + size
    guard !pairs.isEmpty else {
      var duration = Double(size) * 0.01
      if let last = found.last(where: { $0 >= first }), last != first { duration = seconds(last) }
      pieces = [Piece(start: offset, end: offset + duration, tokens: found)]
      return
    }
    var last = 0
    for end in pairs + (endsWithOne ? [found.count] : []) {
      let slice = Array(found[last..<end])
      pieces.append(Piece(start: offset + seconds(slice.first!), end: offset + seconds(slice.last!), tokens: slice))
      last = end
    }
    // A time step is two frames.
    let behind = Int(found[last - 1] - first) * 2
    if !endsWithOne, behind > 0 { next = seek + behind }
  }
}
