import Foundation

/// The ways in which people ask for each relation: `{}` stands for the thing that is asked about, the relation's objects are the answers.
public struct RelationWordings: Sendable, Equatable {
  /// One relation's.
  public struct Entry: Sendable, Equatable, Decodable {
    /// The last part of the relation's IRI in the project's vocabulary.
    public var relation: String
    public var wordings: [String]
    /// Kept from training, to judge by.
    public var heldOut: [String]

    public init(relation: String, wordings: [String], heldOut: [String]) {
      self.relation = relation
      self.wordings = wordings
      self.heldOut = heldOut
    }

    enum CodingKeys: String, CodingKey {
      case relation, wordings
      case heldOut = "held_out"
    }
  }

  /// In the order of the file.
  public let entries: [Entry]

  /// Reads one JSON object a line.
  ///
  /// - Throws: ``FusionError`` that names the line.
  public init(path: String) throws(FusionError) {
    guard let data = FileManager.default.contents(atPath: path), data.count <= 16 << 20 else { throw .unreadable(path: path) }
    var entries: [Entry] = []
    for (number, line) in data.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let entry = try? JSONDecoder().decode(Entry.self, from: Data(line)) else {
        throw .badWording(path: path, line: number + 1, reason: "this is no object with relation, wordings and held_out")
      }
      entries.append(entry)
    }
    try self.init(entries, name: path)
  }

  /// Takes entries in their order.
  ///
  /// - Parameter name: what errors call them.
  /// - Throws: ``FusionError`` that names the entry by its number.
  public init(_ entries: [Entry], name: String) throws(FusionError) {
    var relations: Set<String> = []
    for (number, entry) in entries.enumerated() {
      func fail(_ reason: String) -> FusionError { .badWording(path: name, line: number + 1, reason: reason) }
      guard relations.insert(entry.relation).inserted else { throw fail("\(entry.relation) stands twice") }
      guard !entry.wordings.isEmpty, !entry.heldOut.isEmpty else { throw fail("\(entry.relation) needs wordings to train on and some held out") }
      for wording in entry.wordings + entry.heldOut where wording.components(separatedBy: "{}").count != 2 {
        throw fail("\"\(wording)\" must name the thing once, as {}")
      }
      let all = entry.wordings + entry.heldOut
      guard Set(all).count == all.count else { throw fail("a wording of \(entry.relation) stands twice") }
    }
    self.entries = entries
  }
}
