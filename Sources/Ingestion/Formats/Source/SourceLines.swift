/// The lines of a program's source with what cutting needs to know of each: how deep in braces it begins, and whether it begins inside a string or comment.
///
/// One pass that knows comments and strings of each language, and nothing else of its grammar. Complexity: O(n).
struct SourceLines {
  struct Info {
    var line: Line
    /// Braces open where it begins.
    var depth: Int
    /// It begins inside a block comment or a string of several lines.
    var isInside: Bool
    /// It holds nothing but comment.
    var isComment: Bool
    /// It ends a statement: the last code byte outside comments, or 0.
    var lastCode: UInt8
    /// A brace opens on it.
    var opensBrace: Bool
  }

  private enum State: Equatable {
    case code, blockComment(depth: Int), string(UInt8), longString(UInt8)

    var isComment: Bool {
      if case .blockComment = self { true } else { false }
    }
  }

  let text: [UInt8]
  let language: SourceLanguage
  private(set) var lines: [Info] = []
  private var state = State.code
  private var depth = 0

  init(_ text: [UInt8], language: SourceLanguage) {
    self.text = text
    self.language = language
    for line in Line.all(of: text) { scan(line) }
  }

  private mutating func scan(_ line: Line) {
    var info = Info(line: line, depth: depth, isInside: state != .code, isComment: false, lastCode: 0, opensBrace: false)
    var sawComment = state.isComment
    var sawCode = !sawComment && state != .code
    var position = line.start
    while position < line.end {
      let byte = text[position]
      switch state {
      case .blockComment(let nesting):
        sawComment = true
        if text.hasBytes("*/", at: position) {
          state = nesting > 1 ? .blockComment(depth: nesting - 1) : .code
          position += 1
        } else if nestsComments, text.hasBytes("/*", at: position) {
          state = .blockComment(depth: min(nesting + 1, 1000))
          position += 1
        }
      case .string(let quote):
        if byte == UInt8(ascii: "\\"), language != .sql { position += 1 } else if byte == quote { state = .code }
      case .longString(let quote):
        if byte == UInt8(ascii: "\\") {
          position += 1
        } else if byte == quote, position + 2 < line.end, text[position + 1] == quote, text[position + 2] == quote {
          state = .code
          position += 2
        }
      case .code:
        if beginsLineComment(at: position, in: line) {
          sawComment = true
          position = line.end
          continue
        } else if hasBlockComments, text.hasBytes("/*", at: position) {
          sawComment = true
          state = .blockComment(depth: 1)
          position += 1
        } else if !byte.isSpace {
          sawCode = true
          info.lastCode = byte
          if byte == UInt8(ascii: "{") {
            depth += 1
            info.opensBrace = true
          } else if byte == UInt8(ascii: "}") {
            depth = max(0, depth - 1)
          } else {
            position += openString(byte, at: position, in: line)
          }
        }
      }
      position += 1
    }
    // Only strings made for it go over a line's end.
    if case .string(let quote) = state, !spansLines(quote) { state = .code }
    info.isComment = sawComment && !sawCode
    lines.append(info)
  }

  /// Opens a string if one begins here, and says how many bytes more that took.
  private mutating func openString(_ byte: UInt8, at position: Int, in line: Line) -> Int {
    let isTriple = position + 2 < line.end && text[position + 1] == byte && text[position + 2] == byte
    switch byte {
    case UInt8(ascii: "\"") where isTriple && [.swift, .python, .java].contains(language), UInt8(ascii: "'") where isTriple && language == .python:
      state = .longString(byte)
      return 2
    case UInt8(ascii: "\""):
      state = .string(byte)
    case UInt8(ascii: "'"):
      switch language {
      case .swift: break
      case .c, .cpp, .java, .go, .rust:
        // A character; in Rust perhaps a lifetime, which nothing closes.
        if position + 2 < line.end, text[position + 1] == UInt8(ascii: "\\") || text[position + 2] == byte {
          let closing = text[(position + 2)..<min(line.end, position + 12)].firstIndex(of: byte)
          return closing.map { $0 - position } ?? 0
        }
      default: state = .string(byte)
      }
    case UInt8(ascii: "`"):
      if [.javascript, .typescript, .go].contains(language) { state = .string(byte) }
    default: break
    }
    return 0
  }

  private func spansLines(_ quote: UInt8) -> Bool {
    quote == UInt8(ascii: "`") || language == .sql || language == .shell
  }

  private var hasBlockComments: Bool { language != .python && language != .shell }
  private var nestsComments: Bool { language == .swift || language == .rust }

  private func beginsLineComment(at position: Int, in line: Line) -> Bool {
    switch language {
    case .python: text[position] == UInt8(ascii: "#")
    case .shell: text[position] == UInt8(ascii: "#") && (position == line.start || text[position - 1].isSpace)
    case .sql: text.hasBytes("--", at: position)
    default: text.hasBytes("//", at: position)
    }
  }
}
