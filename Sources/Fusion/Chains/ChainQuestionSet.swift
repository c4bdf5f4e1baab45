import Foundation
public import GraphEmbedding

/// A graph in lines `subject|relation|object` and questions about it in MetaQA's form: `what did [Name] act in<TAB>one|other`, and beside them the
/// types of the things along the way (`actor_to_movie_to_year`), a line a question.
///
/// Source: Zhang et al. 2018. Only a part of the graph is known to whoever answers; the rest must be foretold.
public struct ChainQuestionSet: Sendable {
  public private(set) var entities = Numbering()
  public private(set) var relations = Numbering()
  public private(set) var triples: [NumberedTriple] = []
  public private(set) var chains: [RelationChain] = []
  /// By number of hops, from one.
  public private(set) var questions: [[ChainQuestion]] = []
  private var numbers: [RelationChain: Int32] = [:]

  /// - Parameters:
  ///   - graph: the file of what is known.
  ///   - pairs: the files of questions and of their types, by number of hops.
  ///   - relationOf: of a type of thing, the relation that leads from a film to it.
  /// - Throws: ``FusionError/unreadable(path:)`` or ``FusionError/badWording(path:line:reason:)``.
  public init(graph: String, pairs: [(questions: String, types: String)], relationOf: [String: String] = Self.filmRelations) throws(FusionError) {
    for (number, line) in try Self.lines(graph).enumerated() {
      let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3 else { throw .badWording(path: graph, line: number + 1, reason: "this is no subject|relation|object") }
      triples.append(NumberedTriple(entities.number(adding: parts[0]), relations.number(adding: parts[1]), entities.number(adding: parts[2])))
    }
    for (path, types) in pairs {
      let lines = try Self.lines(path), kinds = try Self.lines(types)
      guard lines.count == kinds.count else { throw .badWording(path: types, line: kinds.count, reason: "\(lines.count) questions have \(kinds.count) types") }
      var read: [ChainQuestion] = []
      for (number, (line, kind)) in zip(lines, kinds).enumerated() {
        func fail(_ reason: String) -> FusionError { .badWording(path: path, line: number + 1, reason: reason) }
        guard let tab = line.firstIndex(of: "\t"), let open = line.firstIndex(of: "["), let close = line.firstIndex(of: "]"), open < close, close < tab else {
          throw fail("a question names a thing in brackets and has its answers behind a tab")
        }
        guard let chain = chain(kind, relationOf) else { throw fail("\"\(kind)\" is no way over known relations") }
        // What the known part of the graph does not name has no vector; it stands without neighbours and is found by chance, if at all.
        let name = String(line[line.index(after: open)..<close])
        let answers = line[line.index(after: tab)...].split(separator: "|").map { entities.number(adding: String($0)) }
        read.append(
          ChainQuestion(
            text: line[..<open] + name + line[line.index(after: close)..<tab], entity: entities.number(adding: name), chain: chain, answers: answers,
            wording: line[..<open] + "{}" + line[line.index(after: close)..<tab]))
      }
      questions.append(read)
    }
  }

  /// MetaQA's types of things and the relations of its films.
  public static let filmRelations = [
    "actor": "starred_actors", "director": "directed_by", "writer": "written_by", "genre": "has_genre", "year": "release_year",
    "language": "in_language", "tag": "has_tags", "tags": "has_tags", "imdbrating": "has_imdb_rating", "imdbvotes": "has_imdb_votes",
  ]

  private mutating func chain(_ kind: String, _ relationOf: [String: String]) -> Int32? {
    let types = kind.components(separatedBy: "_to_")
    var hops: [RelationChain.Hop] = []
    for (from, to) in zip(types, types.dropFirst()) {
      let isForward = from == "movie"
      guard let name = relationOf[isForward ? to : from], let relation = relations.number(of: name) else { return nil }
      hops.append(RelationChain.Hop(relation, isForward: isForward))
    }
    guard !hops.isEmpty else { return nil }
    let chain = RelationChain(hops)
    if let known = numbers[chain] { return known }
    numbers[chain] = Int32(chains.count)
    chains.append(chain)
    return numbers[chain]
  }

  private static func lines(_ path: String) throws(FusionError) -> [String] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= 256 << 20 else { throw .unreadable(path: path) }
    return data.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }
}
