import Foundation
import RDF

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What a case of the W3C should answer, from one of the formats that the suites use.
enum ExpectedResult {
  case boolean(Bool)
  case solutions([[String: Term]])
  case triples([Triple])
  case bytes([UInt8])

  init(_ file: URL, base: String, isCSV: Bool) throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    switch file.pathExtension {
    case "csv" where isCSV: self = .bytes(bytes)
    case "srx", "rdf": self = try Self.xml(Data(bytes), base: base)
    case "srj": self = try Self.json(Data(bytes))
    case "tsv": self = try Self.tsv(String(decoding: bytes, as: UTF8.self))
    default: self = try Self.graph(bytes, RDFFormat(fileExtension: file.pathExtension)!, base: base + file.lastPathComponent)
    }
  }

  /// A graph, or a result set written as one.
  private static func graph(_ bytes: [UInt8], _ format: RDFFormat, base: String) throws -> ExpectedResult {
    var triples: [Triple] = []
    try RDFReader.read(bytes, format: format, base: base) { triple, _ in triples.append(triple) }
    let rs = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
    guard let set = triples.first(where: { $0.object == .iri(rs + "ResultSet") })?.subject else { return .triples(triples) }
    var facts: [Term: [String: [Term]]] = [:]
    for triple in triples { facts[triple.subject, default: [:]][triple.predicate.iri!, default: []].append(triple.object) }
    if let boolean = facts[set]![rs + "boolean"]?.first { return .boolean(boolean.literal?.lexical == "true") }
    let solutions = (facts[set]![rs + "solution"] ?? []).sorted {
      Int(facts[$0]?[rs + "index"]?.first?.literal?.lexical ?? "0")! < Int(facts[$1]?[rs + "index"]?.first?.literal?.lexical ?? "0")!
    }
    return .solutions(
      solutions.map { solution in
        var row: [String: Term] = [:]
        for binding in facts[solution]?[rs + "binding"] ?? [] {
          row[facts[binding]![rs + "variable"]![0].literal!.lexical] = facts[binding]![rs + "value"]![0]
        }
        return row
      })
  }

  private static func tsv(_ text: String) throws -> ExpectedResult {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    let columns = lines[0].map { String($0.dropFirst()) }
    return .solutions(
      try lines.dropFirst().filter { $0 != [""] }.map { fields in
        var row: [String: Term] = [:]
        for (column, field) in zip(columns, fields) where !field.isEmpty {
          row[column] = try RDFReader.triples("<urn:s> <urn:p> \(field) .", format: .turtle)[0].object
        }
        return row
      })
  }

  private static func json(_ data: Data) throws -> ExpectedResult {
    let whole = try JSONSerialization.jsonObject(with: data) as! [String: Any]
    if let boolean = whole["boolean"] as? Bool { return .boolean(boolean) }
    let bindings = (whole["results"] as! [String: Any])["bindings"] as! [[String: [String: Any]]]
    return .solutions(bindings.map { $0.mapValues { term($0) } })
  }

  private static func term(_ object: [String: Any]) -> Term {
    if object["type"] as! String == "triple" {
      let parts = object["value"] as! [String: [String: Any]]
      return .triple(Triple(term(parts["subject"]!), term(parts["predicate"]!), term(parts["object"]!)))
    }
    let value = object["value"] as! String
    switch object["type"] as! String {
    case "uri": return .iri(value)
    case "bnode": return .blank(value)
    default:
      if let language = object["xml:lang"] as? String {
        return .literal(Literal(value, language: language, direction: (object["its:dir"] as? String).flatMap { Literal.Direction(rawValue: $0) }))
      }
      return .literal(Literal(value, datatype: object["datatype"] as? String ?? Vocabulary.XSD.string))
    }
  }

  private static func xml(_ data: Data, base: String) throws -> ExpectedResult {
    let reader = XMLResultReader(base: base)
    let parser = XMLParser(data: data)
    parser.delegate = reader
    guard parser.parse() else { throw CocoaError(.fileReadCorruptFile) }
    return reader.boolean.map { .boolean($0) } ?? .solutions(reader.rows)
  }
}

/// SPARQL Query Results XML Format, and the result sets that the oldest cases write as RDF/XML.
private final class XMLResultReader: NSObject, XMLParserDelegate {
  var boolean: Bool?
  var rows: [[String: Term]] = []
  private let base: String
  private var name = ""
  private var text = ""
  private var attributes: [String: String] = [:]
  /// Parts of the triples that are open.
  private var parts: [[Term]] = []

  init(base: String) { self.base = base }

  private static func local(_ element: String) -> String { String(element.split(separator: ":").last!) }

  func parser(_ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
    text = ""
    self.attributes = attributes
    switch Self.local(element) {
    case "result", "solution": rows.append([:])
    case "binding": name = attributes["name"] ?? ""
    case "triple": parts.append([])
    case "value":
      // RDF/XML puts an IRI into an attribute.
      if let iri = attributes["rdf:resource"] { rows[rows.count - 1][name] = .iri(iri) }
      if let node = attributes["rdf:nodeID"] { rows[rows.count - 1][name] = .blank(node) }
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    switch Self.local(element) {
    case "boolean": boolean = text.contains("true")
    case "variable" where !rows.isEmpty: name = text
    case "uri": take(.iri(text))
    case "bnode": take(.blank(text))
    case "literal": take(literal())
    case "triple":
      let triple = parts.removeLast()
      take(.triple(Triple(triple[0], triple[1], triple[2])))
    case "value" where attributes["rdf:resource"] == nil && attributes["rdf:nodeID"] == nil: rows[rows.count - 1][name] = literal()
    default: break
    }
  }

  private func take(_ term: Term) {
    if parts.isEmpty { rows[rows.count - 1][name] = term } else { parts[parts.count - 1].append(term) }
  }

  private func literal() -> Term {
    if let language = attributes["xml:lang"] { return .literal(Literal(text, language: language)) }
    return .literal(Literal(text, datatype: attributes["datatype"] ?? attributes["rdf:datatype"] ?? Vocabulary.XSD.string))
  }
}
