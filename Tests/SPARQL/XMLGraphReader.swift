import Foundation
import RDF

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads the plain RDF/XML of the suites' data: descriptions with properties that name a resource or hold a text.
final class XMLGraphReader: NSObject, XMLParserDelegate {
  private var triples: [Triple] = []
  private let base: String
  private var namespaces: [String: String] = [:]
  private var subject: Term?
  private var property: (iri: String, attributes: [String: String])?
  private var text = ""

  private init(base: String) { self.base = base }

  static func triples(_ data: Data, base: String) throws -> [Triple] {
    let reader = XMLGraphReader(base: base)
    let parser = XMLParser(data: data)
    parser.delegate = reader
    guard parser.parse() else { throw CocoaError(.fileReadCorruptFile) }
    return reader.triples
  }

  private func expand(_ element: String) -> String {
    let parts = element.split(separator: ":")
    return (namespaces[String(parts[0])] ?? "") + parts[1]
  }

  func parser(_ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
    for (name, value) in attributes where name.hasPrefix("xmlns:") { namespaces[String(name.dropFirst(6))] = value }
    switch element {
    case "rdf:RDF": break
    case "rdf:Description": subject = .iri(attributes["rdf:about"]!)
    default:
      property = (expand(element), attributes)
      text = ""
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
    guard let subject, let property, element != "rdf:Description" else { return }
    let object: Term
    if let resource = property.attributes["rdf:resource"] {
      object = .iri(resource.isEmpty ? base : resource)
    } else {
      object = .literal(Literal(text, datatype: property.attributes["rdf:datatype"] ?? Vocabulary.XSD.string))
    }
    triples.append(Triple(subject, .iri(property.iri), object))
    self.property = nil
  }
}
