internal import RDF

/// A SPARQL 1.1 update that was read: changes of the graph, in order.
public struct Update: Sendable {
  let syntax: UpdateSyntax

  /// - Throws: ``SPARQLError`` `syntax` with the place of what cannot be right, `refused` for LOAD, which would fetch from elsewhere.
  public init(_ text: String, base: String? = nil) throws(SPARQLError) {
    var parser = try QueryParser(text, base: base)
    syntax = try parser.parseUpdate()
  }

  /// How many changes it asks for.
  public var count: Int { syntax.operations.count }
}

/// What the parser makes of an update.
struct UpdateSyntax: Sendable {
  /// A triple of a template with the graph that it belongs to; nil for the default graph.
  struct Template: Sendable {
    let triple: TriplePattern
    let graph: PatternTerm?
  }

  enum Graphs: Sendable {
    case standard, named, all
    case one(String)
  }

  enum Operation: Sendable {
    case insertData([Template])
    case deleteData([Template])
    case modify(deleted: [Template], inserted: [Template], pattern: QuerySyntax, with: String?)
    case clear(Graphs, isSilent: Bool)
    /// Makes the target like the source: ADD keeps what is there, COPY does not, MOVE also empties the source. Nil is the default graph.
    case transfer(from: String?, to: String?, keepsTarget: Bool, keepsSource: Bool)
    /// CREATE: a graph is there when something is in it.
    case nothing
    /// LOAD, which is refused when it is run, or passed over when it should fail silently.
    case load(String, isSilent: Bool)
  }

  var operations: [Operation] = []
  var names: [String] = []
}
