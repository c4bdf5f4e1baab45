/// The request line and headers of one request while they come in, line by line.
struct HTTPRequestHead: Sendable {
  private(set) var method = ""
  private(set) var path: [String] = []
  private(set) var query: [String: String] = [:]
  private(set) var headers = HTTPHeaders()
  private(set) var contentLength = 0
  private(set) var expectsContinue = false

  private let limits: HTTPLimits
  private var headerBytes = 0
  private var names: Set<String> = []

  init(limits: HTTPLimits) { self.limits = limits }

  /// Refuses a line that has outgrown its limit before its end is seen; a final CR may still be part of the line end.
  func checkGrowth(of line: [UInt8]) throws(HTTPProblem) {
    let length = line.last == UInt8(ascii: "\r") ? line.count - 1 : line.count
    if method.isEmpty {
      guard length <= limits.requestLine else {
        throw HTTPProblem(431, "request_line_too_long", "the request line is longer than \(limits.requestLine) bytes")
      }
    } else if headerBytes + length + 2 > limits.headerBytes, length > 0 {
      throw HTTPProblem(431, "headers_too_long", "the headers are longer than \(limits.headerBytes) bytes")
    }
  }

  /// Takes a line without its line end. True when it was the empty one that ends the head.
  mutating func take(line: [UInt8]) throws(HTTPProblem) -> Bool {
    if method.isEmpty {
      try takeRequestLine(line)
      return false
    }
    if line.isEmpty {
      guard names.contains("host") else {
        throw HTTPProblem(400, "host_missing", "a Host header is needed in HTTP/1.1")
      }
      return true
    }
    headerBytes += line.count + 2
    try takeHeader(line)
    return false
  }

  private mutating func takeRequestLine(_ line: [UInt8]) throws(HTTPProblem) {
    let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3, (1...16).contains(parts[0].count),
      parts[0].allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
    else { throw HTTPProblem(400, "request_line", "the request line is not METHOD /path HTTP/1.1") }
    guard parts[2].elementsEqual("HTTP/1.1".utf8) else {
      throw HTTPProblem(400, "version", "only HTTP/1.1 is spoken here")
    }
    let target = parts[1]
    guard target.first == UInt8(ascii: "/"), target.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x23 }) else {
      throw HTTPProblem(400, "target", "the request's target must be a path of visible ASCII letters without #")
    }
    let pieces = target.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    for segment in pieces[0].dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let text = PercentCoding.decode(segment) else {
        throw HTTPProblem(400, "target", "the path holds a percent-code that is not UTF-8 text")
      }
      path.append(text)
    }
    if path == [""] { path = [] }
    if pieces.count == 2 { try takeQuery(pieces[1]) }
    method = String(decoding: parts[0], as: UTF8.self)
  }

  private mutating func takeQuery(_ text: ArraySlice<UInt8>) throws(HTTPProblem) {
    for pair in text.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decode(parts[0], plusIsSpace: true),
        let value = parts.count == 2 ? PercentCoding.decode(parts[1], plusIsSpace: true) : ""
      else { throw HTTPProblem(400, "query", "the query holds a percent-code that is not UTF-8 text") }
      guard query.updateValue(value, forKey: name) == nil else {
        throw HTTPProblem(400, "query", "the query names \(name) twice")
      }
    }
  }

  private mutating func takeHeader(_ line: [UInt8]) throws(HTTPProblem) {
    guard headers.fields.count < limits.headerCount else {
      throw HTTPProblem(431, "too_many_headers", "more than \(limits.headerCount) headers")
    }
    guard line[0] != UInt8(ascii: " "), line[0] != UInt8(ascii: "\t") else {
      throw HTTPProblem(400, "folded_header", "a header is continued on a second line")
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(Self.isToken) else {
      throw HTTPProblem(400, "header_name", "a header line is not Name: value")
    }
    let raw = line[(colon + 1)...]
    guard raw.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }),
      let text = String(validating: raw, as: UTF8.self)
    else { throw HTTPProblem(400, "header_value", "a header's value holds control characters") }
    let name = String(decoding: line[..<colon], as: UTF8.self)
    let value = String(text.trimmingBlanks())
    headers.append(name, value)
    try judge(name.lowercased(), value)
  }

  /// The headers that change how the request is read, or whether it is taken at all.
  private mutating func judge(_ name: String, _ value: String) throws(HTTPProblem) {
    let isFirst = names.insert(name).inserted
    switch name {
    case "content-length":
      guard isFirst else { throw HTTPProblem(400, "duplicate_length", "Content-Length stands twice") }
      guard !value.isEmpty, value.utf8.count <= 18, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let length = Int(value)
      else { throw HTTPProblem(400, "content_length", "Content-Length is not a number") }
      contentLength = length
    case "transfer-encoding":
      throw HTTPProblem(400, "transfer_encoding", "Transfer-Encoding is not taken; send a Content-Length")
    case "host":
      guard isFirst else { throw HTTPProblem(400, "duplicate_host", "Host stands twice") }
    case "origin":
      guard value.isEmpty else {
        throw HTTPProblem(403, "origin", "requests of web pages (Origin: \(value)) are not answered")
      }
    case "expect":
      guard value.lowercased() == "100-continue" else {
        throw HTTPProblem(400, "expectation", "Expect: \(value) cannot be met")
      }
      expectsContinue = true
    default: break
    }
  }

  /// RFC 9110, section 5.6.2.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension String {
  /// Without the spaces and tabs at both ends.
  func trimmingBlanks() -> Substring {
    var part = self[...]
    while let first = part.first, first == " " || first == "\t" { part.removeFirst() }
    while let last = part.last, last == " " || last == "\t" { part.removeLast() }
    return part
  }
}
