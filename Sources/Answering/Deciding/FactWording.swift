/// Facts of the graph as sentences.
enum FactWording {
  /// - Parameter object: said instead of the fact's own, where several facts are told at once.
  static func sentence(_ fact: Fact, object: String? = nil) -> String {
    let subject = capitalised(fact.subject)
    let object = (object ?? fact.object).trimmingSpace
    let text: String
    if fact.predicate == "is defined as" {
      // A definition that repeats its subject is a sentence already.
      text = object.lowercased().hasPrefix(fact.subject.lowercased() + " ") ? object : "\(subject): \(object)"
    } else {
      text = "\(subject) \(fact.predicate) \(object)"
    }
    return text.hasSuffix(".") || text.hasSuffix("!") ? text : text + "."
  }

  private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
