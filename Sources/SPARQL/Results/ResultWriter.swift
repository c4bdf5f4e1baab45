public import RDF

/// Writes solutions row by row into a growing buffer that the caller takes away when it likes, so that an answer of any size can be sent
/// piece by piece. A table is the exception: its columns are as wide as their widest value, so it is written at the end.
public struct ResultWriter {
  private let format: ResultFormat
  private let columns: [String]
  private let prefixes: PrefixMap
  private var buffer: [UInt8] = []
  private var isFirst = true
  private var table: [[String]] = []

  public init(_ format: ResultFormat, columns: [String], prefixes: PrefixMap = .common) {
    self.format = format
    self.columns = columns
    self.prefixes = prefixes
    switch format {
    case .json:
      put("{\"head\":{\"vars\":[")
      put(columns.map(Self.quoted).joined(separator: ","))
      put("]},\"results\":{\"bindings\":[")
    case .csv: put(columns.map(Self.csvField).joined(separator: ",") + "\r\n")
    case .tsv: put(columns.map { "?" + $0 }.joined(separator: "\t") + "\n")
    case .table: break
    }
  }

  public mutating func write(_ row: [Term?]) {
    switch format {
    case .json:
      put(isFirst ? "\n{" : ",\n{")
      isFirst = false
      var separator = ""
      for (column, term) in zip(columns, row) {
        guard let term else { continue }
        put(separator + Self.quoted(column) + ":")
        writeJSON(term)
        separator = ","
      }
      put("}")
    case .csv: put(row.map { $0.map(Self.csvValue) ?? "" }.joined(separator: ",") + "\r\n")
    case .tsv: put(row.map { $0.map(Self.tsvValue) ?? "" }.joined(separator: "\t") + "\n")
    case .table: table.append(row.map { $0.map { Self.display($0, prefixes) } ?? "" })
    }
  }

  /// Ends the answer. Call it once, then take what remains.
  /// - Parameter next: where the next page begins; a member of JSON, and left out elsewhere.
  public mutating func finish(next: String? = nil) {
    switch format {
    case .json: put("\n]}" + (next.map { ",\"next\":" + Self.quoted($0) } ?? "") + "}\n")
    case .csv, .tsv: break
    case .table: put(TableText.text(columns: columns, rows: table))
    }
    table = []
  }

  /// The bytes written since the last call.
  public mutating func takeBytes() -> [UInt8] {
    defer { buffer.removeAll(keepingCapacity: true) }
    return buffer
  }

  /// Bytes that wait to be taken.
  public var pendingBytes: Int { buffer.count }

  /// The answer of an ASK.
  public static func bytes(_ boolean: Bool, format: ResultFormat) -> [UInt8] {
    switch format {
    case .json: Array("{\"head\":{},\"boolean\":\(boolean)}\n".utf8)
    case .csv: Array("boolean\r\n\(boolean)\r\n".utf8)
    case .tsv: Array("?boolean\n\(boolean)\n".utf8)
    case .table: Array("\(boolean ? "yes" : "no")\n".utf8)
    }
  }

  // MARK: Terms

  private mutating func put(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func writeJSON(_ term: Term) {
    switch term {
    case .iri(let iri): put("{\"type\":\"uri\",\"value\":\(Self.quoted(iri))}")
    case .blank(let label): put("{\"type\":\"bnode\",\"value\":\(Self.quoted(label))}")
    case .literal(let literal):
      put("{\"type\":\"literal\",\"value\":\(Self.quoted(literal.lexical))")
      if let language = literal.language {
        put(",\"xml:lang\":\(Self.quoted(language))")
        if let direction = literal.direction { put(",\"its:dir\":\"\(direction.rawValue)\"") }
      } else if literal.datatype != Vocabulary.XSD.string {
        put(",\"datatype\":\(Self.quoted(literal.datatype))")
      }
      put("}")
    case .triple(let triple):
      put("{\"type\":\"triple\",\"value\":{\"subject\":")
      writeJSON(triple.subject)
      put(",\"predicate\":")
      writeJSON(triple.predicate)
      put(",\"object\":")
      writeJSON(triple.object)
      put("}}")
    }
  }

  /// A JSON string. RFC 8259, section 7.
  static func quoted(_ text: String) -> String {
    var result: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): result += Array("\\\"".utf8)
      case UInt8(ascii: "\\"): result += Array("\\\\".utf8)
      case 0x0A: result += Array("\\n".utf8)
      case 0x0D: result += Array("\\r".utf8)
      case 0x09: result += Array("\\t".utf8)
      case 0..<0x20: result += Array((byte < 0x10 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
      default: result.append(byte)
      }
    }
    result.append(UInt8(ascii: "\""))
    return String(decoding: result, as: UTF8.self)
  }

  private static func csvValue(_ term: Term) -> String {
    switch term {
    case .iri(let iri): csvField(iri)
    case .blank(let label): csvField("_:" + label)
    case .literal(let literal): csvField(literal.lexical)
    case .triple: csvField("\(term)")
    }
  }

  /// RFC 4180: quoted where it must be.
  private static func csvField(_ text: String) -> String {
    let special = Set("\",\r\n".utf8)
    guard text.utf8.contains(where: { special.contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static func tsvValue(_ term: Term) -> String {
    if case .literal(let literal) = term, isBareNumber(literal) { return literal.lexical }
    // N-Triples writes tabs and line ends as escapes.
    return "\(term)".replacing("\t", with: "\\t")
  }

  /// Whether Turtle reads the bare form as this very literal.
  private static func isBareNumber(_ literal: Literal) -> Bool {
    guard Number(literal) != nil else { return false }
    let hasExponent = literal.lexical.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
    let hasPoint = literal.lexical.utf8.contains(UInt8(ascii: "."))
    switch literal.datatype {
    case Vocabulary.XSD.integer: return !hasPoint && !hasExponent
    case Vocabulary.XSD.decimal: return hasPoint && !hasExponent && literal.lexical.utf8.last != UInt8(ascii: ".")
    case Vocabulary.XSD.double: return hasExponent
    default: return false
    }
  }

  /// What a person reads: prefixed names, plain texts, numbers.
  static func display(_ term: Term, _ prefixes: PrefixMap) -> String {
    switch term {
    case .iri(let iri): return prefixes.shorten(iri) ?? "<\(iri)>"
    case .blank(let label): return "_:" + label
    case .literal(let literal):
      if let language = literal.language { return "\(literal.lexical)@\(language)" }
      return literal.lexical
    case .triple: return "\(term)"
    }
  }
}
