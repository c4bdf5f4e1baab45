import Wire

extension GraphCommand {
  /// What is known of an entity, as a card.
  static func show(_ entity: EntityShape) {
    var head = Terminal.bold(Terminal.harmless(entity.label))
    if !entity.types.isEmpty { head += Terminal.harmless("  \(entity.types.joined(separator: ", "))") }
    if let domain = entity.domain { head += Terminal.dim("  (\(domain))") }
    Terminal.print(head)
    Terminal.print(Terminal.dim(Terminal.harmless(entity.iri)))
    if !entity.aliases.isEmpty { wrapped("also: " + entity.aliases.joined(separator: ", "), indent: 0) }
    if let definition = entity.definition {
      Terminal.print("")
      wrapped(definition, indent: 0)
    }
    for relation in entity.relations ?? [] {
      Terminal.print("")
      Terminal.print(Terminal.bold(Terminal.harmless(relation.isInward ? "… \(relation.relation) this" : relation.relation)))
      for item in relation.items { show(item) }
    }
  }

  private static func show(_ item: RelationShape.Item) {
    var notes = item.sources
    if item.inferred { notes.append("inferred") }
    if item.confidence < 1 { notes.append("confidence \(percent(item.confidence))") }
    wrapped(item.label, indent: 2, after: notes.isEmpty ? "" : "  [\(notes.joined(separator: "; "))]")
    if let because = item.because { show(because, indent: 4) }
  }

  private static func show(_ derivation: DerivationShape, indent: Int) {
    let says = derivation.says.map { ": \($0)" } ?? ""
    wrapped("by \(derivation.rule)\(says)", indent: indent)
    for premise in derivation.premises {
      wrapped("since \(premise.statement)", indent: indent, after: premise.sources.isEmpty ? "" : "  [\(premise.sources.joined(separator: "; "))]")
      if let because = premise.because { show(because, indent: indent + 2) }
    }
  }

  private static func percent(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

  /// Lines no wider than the terminal, each behind as much space.
  private static func wrapped(_ text: String, indent: Int, after: String = "") {
    let margin = String(repeating: " ", count: indent)
    let width = max(30, min(100, Terminal.width) - indent)
    var line = ""
    for word in Terminal.harmless(text + after).split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }) {
      if !line.isEmpty, line.count + 1 + word.count > width {
        Terminal.print(margin + line)
        line = "  " + word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    if !line.isEmpty { Terminal.print(margin + line) }
  }
}
