/// Short names for namespaces, in the order they were given.
public struct PrefixMap: Sendable, Equatable {
  public private(set) var pairs: [(prefix: String, namespace: String)] = []
  private var byPrefix: [String: String] = [:]

  public init() {}

  /// The prefixes that the project's own files use: rdf, rdfs, owl, skos, dcterms, xsd, kg, fin, med, code.
  public static let common: PrefixMap = {
    var map = PrefixMap()
    map["rdf"] = Vocabulary.RDF.namespace
    map["rdfs"] = Vocabulary.RDFS.namespace
    map["owl"] = Vocabulary.OWL.namespace
    map["skos"] = Vocabulary.SKOS.namespace
    map["dcterms"] = Vocabulary.DCTerms.namespace
    map["xsd"] = Vocabulary.XSD.namespace
    map["kg"] = Vocabulary.KG.namespace
    map["fin"] = Vocabulary.finance
    map["med"] = Vocabulary.medical
    map["code"] = Vocabulary.code
    return map
  }()

  public subscript(prefix: String) -> String? {
    get { byPrefix[prefix] }
    set {
      pairs.removeAll { $0.prefix == prefix }
      byPrefix[prefix] = newValue
      if let newValue { pairs.append((prefix, newValue)) }
    }
  }

  /// The IRI that a prefixed name such as `med:metformin` stands for; nil when its prefix is unknown or there is no colon.
  public func expand(_ name: String) -> String? {
    guard let colon = name.firstIndex(of: ":"), let namespace = byPrefix[String(name[..<colon])] else { return nil }
    return namespace + name[name.index(after: colon)...]
  }

  /// The prefixed name of an IRI by its longest namespace, when what remains can be written after a colon without escapes.
  public func shorten(_ iri: String) -> String? {
    var best: (prefix: String, namespace: String)?
    for pair in pairs where iri.utf8.starts(with: pair.namespace.utf8) {
      if best.map({ $0.namespace.utf8.count < pair.namespace.utf8.count }) ?? true { best = pair }
    }
    guard let best else { return nil }
    let local = iri.utf8.dropFirst(best.namespace.utf8.count)
    guard Self.isPlainLocalName(local) else { return nil }
    return best.prefix + ":" + String(decoding: local, as: UTF8.self)
  }

  /// A subset of Turtle's PN_LOCAL that needs no escape anywhere: letters, digits, underscore, and inside also hyphen and dot.
  private static func isPlainLocalName(_ local: Substring.UTF8View) -> Bool {
    guard let first = local.first, let last = local.last else { return true }
    func isWord(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
      default: false
      }
    }
    guard isWord(first), isWord(last) || last == UInt8(ascii: "-") else { return false }
    return local.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }

  public static func == (a: PrefixMap, b: PrefixMap) -> Bool {
    a.pairs.elementsEqual(b.pairs) { $0.prefix == $1.prefix && $0.namespace == $1.namespace }
  }
}
