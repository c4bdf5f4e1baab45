internal import Foundation
public import KnowledgeGraph

/// Reads a question: kind, values, entities, content words and how much each says.
public struct QuestionReader: Sendable {
  private let labels: LabelIndex

  public init(labels: LabelIndex) { self.labels = labels }

  /// - Parameters:
  ///   - store: gives document frequencies and what the entities are.
  ///   - vector: of the question's text.
  public func read(_ question: Question, resolved: String, store: StoreReader, vector: [Float]?) throws
    -> UnderstoodQuestion
  {
    let quantities = QuantityReader.quantities(in: resolved).filter { !$0.isYear }
    let entities = try link(resolved, store)
    let terms = try weigh(Self.terms(of: resolved, quantities: quantities), store: store)
    return UnderstoodQuestion(
      asked: question.text.trimmingSpace, text: resolved, kind: QuestionKind(of: question.text),
      domain: question.domain, entities: entities, terms: terms, quantities: quantities,
      phrases: Self.quoted(resolved), vector: vector)
  }

  private func link(_ text: String, _ store: StoreReader) throws -> [LinkedEntity] {
    var entities: [LinkedEntity] = []
    let bytes = Array(text.utf8)
    for match in labels.matches(in: text).prefix(24) {
      for id in match.entities.prefix(3) where !entities.contains(where: { $0.id == id }) {
        guard let record = try store.entity(id) else { continue }
        entities.append(
          LinkedEntity(
            id: id, iri: record.iri, label: record.label, mention: String(decoding: bytes[match.range], as: UTF8.self),
            names: [record.label] + record.aliases))
      }
    }
    return entities
  }

  /// The content words of a question, each stem once, without weights from a store.
  public static func terms(of text: String, quantities: [QuantityMention]) -> [QuestionTerm] {
    var terms: [QuestionTerm] = []
    let words = Word.verbs(in: text)
    let kind = QuestionKind(of: text)
    let isComputing = kind == .yesNo || kind.needsNumber
    let opening = words.prefix { !["when", "while", "if"].contains($0.folded) }
    let occasion = opening.count { !$0.isStopWord } >= 2 && opening.count < words.count ? opening.count : nil
    for (index, word) in words.enumerated() where !word.isStopWord {
      guard !terms.contains(where: { $0.stem == word.stem }) else { continue }
      // A plain number in "status code 418" is a name; with a unit, or in a computation, it is the asker's value.
      let given = quantities.contains {
        $0.start <= word.start && word.end <= $0.end && (isComputing || !$0.quantity.unit.dimension.isNone || !$0.noun.isEmpty)
      }
      let isName = (index > 0 && word.isCapitalised) || (!word.isNumber && word.folded.contains(where: \.isNumber))
      // "Which drug …" names the kind of the answer, which seldom stands beside it.
      let isClass = index > 0 && ["which", "what", "whose"].contains(words[index - 1].folded)
      // "… when deciding on a project" tells the occasion, which an answer need not repeat.
      let isOccasion = occasion.map { index > $0 } == true
      terms.append(
        QuestionTerm(
          stem: word.stem, folded: word.folded, text: word.text, weight: isClass ? 0.45 : isOccasion ? 0.6 : 1, isName: isName, isNumber: word.isNumber,
          isGiven: given))
    }
    return terms
  }

  private func weigh(_ terms: [QuestionTerm], store: StoreReader) throws -> [QuestionTerm] {
    let passages = Double(try store.counts().passages)
    return try terms.prefix(32).map { term in
      var term = term
      let found = Double(try store.fullTextSearch([term.folded], k: 2000).count)
      // Words that a small store happens not to hold still weigh what rare English words weigh.
      let rarity = log((passages + 50) / (found + 0.5)) / log((passages + 50) / 0.5)
      term.weight *= max(0.15, rarity)
      if Lexicon.commonStems.contains(term.stem), !term.isName { term.weight *= 0.45 }
      return term
    }
  }

  private static func quoted(_ text: String) -> [String] {
    var phrases: [String] = []
    var open: String.Index?
    for index in text.indices where "\"“”".contains(text[index]) {
      if let start = open {
        let phrase = String(text[start..<index]).trimmingSpace
        if phrase.utf8.count > 1, phrase.utf8.count < 200 { phrases.append(phrase) }
        open = nil
      } else {
        open = text.index(after: index)
      }
    }
    return phrases
  }
}
