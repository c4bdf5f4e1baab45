/// Writes triples or quads into a growing byte buffer that the caller takes away when it likes, so that a graph of any size can be written
/// piece by piece.
///
/// Turtle and TriG group what stands next to each other: give triples sorted by graph, then subject, then predicate. N-Triples and N-Quads
/// are written in their canonical form (RDF 1.2 N-Triples, section 4).
public struct RDFWriter: Sendable {
  private let format: RDFFormat
  private let prefixes: PrefixMap
  private var buffer: [UInt8] = []
  private var last: (subject: Term, predicate: Term)?
  /// The graph whose braces are open in TriG.
  private var openGraph: Term?

  public init(format: RDFFormat, prefixes: PrefixMap = .common) {
    self.format = format
    self.prefixes = prefixes
    if format == .turtle || format == .trig {
      for (prefix, namespace) in prefixes.pairs {
        put("@prefix \(prefix): ")
        Self.writeIRI(namespace, into: &buffer)
        put(" .\n")
      }
    }
  }

  /// Writes a triple of the default graph.
  public mutating func write(_ triple: Triple) { write(triple, graph: nil) }

  /// Writes a triple of a graph. N-Triples and Turtle cannot name graphs: they get the triple alone.
  public mutating func write(_ quad: Quad) { write(quad.triple, graph: quad.graph) }

  private mutating func write(_ triple: Triple, graph: Term?) {
    switch format {
    case .ntriples, .nquads:
      Self.write(triple.subject, into: &buffer)
      put(" ")
      Self.write(triple.predicate, into: &buffer)
      put(" ")
      Self.write(triple.object, into: &buffer)
      if format == .nquads, let graph {
        put(" ")
        Self.write(graph, into: &buffer)
      }
      put(" .\n")
    case .trig:
      if graph != openGraph {
        closeStatement()
        if openGraph != nil { put("}\n") }
        if let graph {
          put("\n")
          writeShort(graph)
          put(" {")
        }
        openGraph = graph
      }
      writeGrouped(triple)
    case .turtle: writeGrouped(triple)
    }
  }

  private mutating func writeGrouped(_ triple: Triple) {
    if let last, last.subject == triple.subject {
      if last.predicate == triple.predicate {
        put(", ")
      } else {
        put(" ;\n  ")
        writePredicate(triple.predicate)
      }
    } else {
      put(last == nil ? "\n" : " .\n\n")
      writeShort(triple.subject)
      put(" ")
      writePredicate(triple.predicate)
    }
    writeShort(triple.object)
    last = (triple.subject, triple.predicate)
  }

  private mutating func closeStatement() {
    if last != nil { put(" .\n") }
    last = nil
  }

  /// Ends the last statement. Call it once, after the last triple, then take what remains.
  public mutating func finish() {
    closeStatement()
    if openGraph != nil { put("}\n") }
    openGraph = nil
  }

  /// The bytes written since the last call.
  public mutating func takeBytes() -> [UInt8] {
    defer { buffer.removeAll(keepingCapacity: true) }
    return buffer
  }

  /// Bytes that wait to be taken.
  public var pendingBytes: Int { buffer.count }

  /// All triples in one text.
  public static func bytes(_ triples: some Sequence<Triple>, format: RDFFormat, prefixes: PrefixMap = .common) -> [UInt8] {
    var writer = RDFWriter(format: format, prefixes: prefixes)
    for triple in triples { writer.write(triple) }
    writer.finish()
    return writer.takeBytes()
  }

  /// All quads in one text.
  public static func bytes(quads: some Sequence<Quad>, format: RDFFormat, prefixes: PrefixMap = .common) -> [UInt8] {
    var writer = RDFWriter(format: format, prefixes: prefixes)
    for quad in quads { writer.write(quad) }
    writer.finish()
    return writer.takeBytes()
  }

  static func ntriples(_ term: Term) -> String {
    var bytes: [UInt8] = []
    write(term, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func put(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func writePredicate(_ predicate: Term) {
    if predicate == .iri(Vocabulary.RDF.type) { put("a ") } else {
      writeShort(predicate)
      put(" ")
    }
  }

  private mutating func writeShort(_ term: Term) {
    switch term {
    case .iri(let iri):
      if let short = prefixes.shorten(iri) { put(short) } else { Self.writeIRI(iri, into: &buffer) }
    case .blank: Self.write(term, into: &buffer)
    case .triple(let triple):
      put("<<( ")
      writeShort(triple.subject)
      put(" ")
      writePredicate(triple.predicate)
      writeShort(triple.object)
      put(" )>>")
    case .literal(let literal):
      if Self.hasShorthand(literal) {
        put(literal.lexical)
      } else {
        Self.writeQuoted(literal.lexical, into: &buffer)
        if let tag = literal.languageTag {
          put("@" + tag)
        } else if literal.datatype != Vocabulary.XSD.string {
          put("^^")
          writeShort(.iri(literal.datatype))
        }
      }
    }
  }

  /// Whether Turtle reads the bare lexical form as this very literal.
  private static func hasShorthand(_ literal: Literal) -> Bool {
    switch literal.datatype {
    case Vocabulary.XSD.boolean: return literal.lexical == "true" || literal.lexical == "false"
    case Vocabulary.XSD.integer:
      var digits = literal.lexical.utf8[...]
      if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits = digits.dropFirst() }
      return !digits.isEmpty && digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    default: return false
    }
  }

  private static func write(_ term: Term, into bytes: inout [UInt8]) {
    switch term {
    case .iri(let iri): writeIRI(iri, into: &bytes)
    case .blank(let label):
      bytes.append(contentsOf: "_:".utf8)
      bytes.append(contentsOf: label.utf8)
    case .triple(let triple):
      bytes.append(contentsOf: "<<( ".utf8)
      write(triple.subject, into: &bytes)
      bytes.append(UInt8(ascii: " "))
      write(triple.predicate, into: &bytes)
      bytes.append(UInt8(ascii: " "))
      write(triple.object, into: &bytes)
      bytes.append(contentsOf: " )>>".utf8)
    case .literal(let literal):
      writeQuoted(literal.lexical, into: &bytes)
      if let tag = literal.languageTag {
        bytes.append(UInt8(ascii: "@"))
        bytes.append(contentsOf: tag.utf8)
      } else if literal.datatype != Vocabulary.XSD.string {
        bytes.append(contentsOf: "^^".utf8)
        writeIRI(literal.datatype, into: &bytes)
      }
    }
  }

  /// IRIREF forbids controls, space and <>"{}|^`\ in the open; an IRI that came in through an escape goes out through one.
  private static func writeIRI(_ iri: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "<"))
    for byte in iri.utf8 {
      switch byte {
      case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"),
        UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
        writeEscape(byte, into: &bytes)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: ">"))
  }

  private static func writeQuoted(_ text: String, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var sawFirst = false, sawSecond = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case 0x08: bytes.append(contentsOf: "\\b".utf8)
      case 0x0C: bytes.append(contentsOf: "\\f".utf8)
      case 0..<0x20, 0x7F: writeEscape(byte, into: &bytes)
      case 0xBE where sawSecond, 0xBF where sawSecond:
        // U+FFFE and U+FFFF, which are no characters.
        bytes.removeLast(2)
        bytes.append(contentsOf: (byte == 0xBE ? "\\uFFFE" : "\\uFFFF").utf8)
      default: bytes.append(byte)
      }
      sawSecond = sawFirst && byte == 0xBF
      sawFirst = byte == 0xEF
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func writeEscape(_ byte: UInt8, into bytes: inout [UInt8]) {
    let digits = Array("0123456789ABCDEF".utf8)
    bytes.append(contentsOf: "\\u00".utf8)
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 15)])
  }
}
