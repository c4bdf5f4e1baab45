/// A syntax for RDF graphs.
public enum RDFFormat: String, Sendable, CaseIterable {
  case ntriples
  case turtle

  /// The format of files with this extension (`nt`, `ttl`; no dot, any case).
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "nt": self = .ntriples
    case "ttl": self = .turtle
    default: return nil
    }
  }

  public var mediaType: String {
    switch self {
    case .ntriples: "application/n-triples"
    case .turtle: "text/turtle"
    }
  }
}
