/// Writes triples or quads into a growing byte buffer that the caller takes away when it likes, so that a graph of any size can be written
/// piece by piece.
///
/// Turtle and TriG group what stands next to each other: give triples sorted by graph, then subject, then predicate. N-Triples and N-Quads
/// are written in their canonical form (RDF 1.2 N-Triples, section 4).
public struct RDFWriter: Sendable {
  private let format: RDFFormat
  private let prefixes: PrefixMap
  private let annotations: Annotations?
  private var buffer: [UInt8] = []
  private var last: (subject: Term, predicate: Term)?
  /// The graph whose braces are open in TriG.
  private var openGraph: Term?

  /// - Parameter annotations: what Turtle and TriG write behind the triple that it is about; nil writes reifiers as they come.
  public init(format: RDFFormat, prefixes: PrefixMap = .common, annotations: Annotations? = nil) {
    self.format = format
    self.prefixes = prefixes
    self.annotations = annotations
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
      if annotations?.isAbsorbed(triple.subject) == true { return }
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
      writeGrouped(triple, graph: graph)
    case .turtle:
      if annotations?.isAbsorbed(triple.subject) == true { return }
      writeGrouped(triple, graph: graph)
    }
  }

  private mutating func writeGrouped(_ triple: Triple, graph: Term?) {
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
    for annotation in annotations?.annotations(of: Quad(triple, graph: graph)) ?? [] { write(annotation) }
    last = (triple.subject, triple.predicate)
  }

  private mutating func write(_ annotation: Annotations.Annotation) {
    if let name = annotation.name {
      put(" ~ ")
      writeShort(name)
    } else if annotation.properties.isEmpty {
      put(" ~")
    }
    guard !annotation.properties.isEmpty else { return }
    put(" {| ")
    var predicate: Term?
    for property in annotation.properties {
      if property.predicate == predicate {
        put(", ")
      } else {
        if predicate != nil { put(" ; ") }
        writePredicate(property.predicate)
        predicate = property.predicate
      }
      writeShort(property.object)
    }
    put(" |}")
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
  public static func bytes(quads: some Sequence<Quad>, format: RDFFormat, prefixes: PrefixMap = .common, annotations: Annotations? = nil) -> [UInt8] {
    var writer = RDFWriter(format: format, prefixes: prefixes, annotations: annotations)
    for quad in quads { writer.write(quad) }
    writer.finish()
    return writer.takeBytes()
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
}
