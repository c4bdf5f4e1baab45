/// Whether a sentence affirms or denies, and which side of an opposite it takes.
public enum Polarity {
  /// An odd number of negations: "not", "never", "without", "n't". "Not only" and "no more than" deny nothing.
  public static func isNegated(_ sentence: String) -> Bool {
    let words = Word.words(in: sentence).map(\.folded)
    var count = 0
    for (index, word) in words.enumerated() where negators.contains(word) || word.hasSuffix("n't") {
      let next = index + 1 < words.count ? words[index + 1] : ""
      let after = index + 2 < words.count ? words[index + 2] : ""
      if word == "not" || word == "no", ["only", "just", "merely"].contains(next) { continue }
      if word == "not" || word == "no", after == "than", comparatives.contains(next) { continue }
      count += 1
    }
    return count % 2 == 1
  }

  /// A word of `sentence` whose opposite stands in `evidence` while the word itself does not.
  public static func opposite(in sentence: String, against evidence: String) -> String? {
    let said = Set(Word.verbs(in: sentence).map(\.stem))
    let known = Set(Word.verbs(in: evidence).map(\.stem))
    for stem in said where !known.contains(stem) {
      guard let others = opposites[stem] else { continue }
      if !others.isDisjoint(with: known), others.isDisjoint(with: said) { return stem }
    }
    return nil
  }

  /// True where one of the stems is a contrary of the first.
  static func opposes(_ stem: String, _ stems: Set<String>) -> Bool {
    opposites[stem].map { !$0.isDisjoint(with: stems) } == true && !stems.contains(stem)
  }

  /// -1 for words that forbid or refuse, 1 for words that allow or recommend, 0 for neither; negation turns it.
  public static func permission(of text: String) -> Int {
    let words = Word.words(in: text).map(\.folded)
    var sign = 0
    for (index, word) in words.enumerated() {
      var value = 0
      if forbidding.contains(word) { value = -1 }
      if allowing.contains(word) { value = 1 }
      guard value != 0 else { continue }
      let before = words[max(0, index - 3)..<index]
      if before.contains(where: { negators.contains($0) || $0.hasSuffix("n't") }) { value = -value }
      // What forbids weighs more: "may be used, but must not exceed".
      if sign == 0 || value < 0 { sign = value }
    }
    if sign == 0 {
      for (index, word) in words.enumerated() where ["must", "should", "may", "can", "do", "shall"].contains(word) {
        if index + 1 < words.count, ["not", "never"].contains(words[index + 1]) { return -1 }
      }
      for (index, word) in words.enumerated() where word == "may" || word == "can" {
        if index + 2 < words.count, words[index + 1] == "be", grants.contains(words[index + 2]) { return 1 }
      }
      if words.contains(where: { ["cannot", "can't", "mustn't", "shouldn't"].contains($0) }) { return -1 }
    }
    return sign
  }

  static let negators: Set<String> = [
    "not", "no", "never", "none", "neither", "nor", "without", "cannot", "nobody", "nothing", "hardly", "unable",
  ]

  private static let comparatives: Set<String> = [
    "more", "less", "fewer", "greater", "higher", "lower", "longer", "later", "older", "larger", "smaller", "earlier",
  ]

  private static let forbidding: Set<String> = [
    "contraindicated", "forbidden", "prohibited", "banned", "disallowed", "refused", "rejected", "denied",
    "ineligible", "avoid", "avoided", "unsafe", "excluded", "exclude", "stopped", "discontinued", "stop",
    "unsuitable", "invalid", "void", "disqualified", "illegal", "barred", "withheld", "unacceptable", "declined",
  ]

  private static let allowing: Set<String> = [
    "allowed", "permitted", "eligible", "approved", "safe", "suitable", "acceptable", "accepted", "qualifies",
    "qualify", "recommended", "indicated", "entitled", "valid", "admitted", "granted", "free", "available",
  ]

  /// What is allowed where it "may be" done.
  private static let grants: Set<String> = [
    "given", "used", "taken", "started", "continued", "combined", "administered", "prescribed", "sold", "paid", "stored",
    "sent", "added", "carried", "claimed", "deducted", "included", "resumed", "applied", "installed", "run",
  ]

  private static let opposites: [String: Set<String>] = {
    var map: [String: Set<String>] = [:]
    for (left, right) in pairs {
      let first = left.split(separator: " ").map { Stemmer.stem(String($0)) }
      let second = right.split(separator: " ").map { Stemmer.stem(String($0)) }
      for stem in first { map[stem, default: []].formUnion(second) }
      for stem in second { map[stem, default: []].formUnion(first) }
    }
    return map
  }()

  private static let pairs: [(String, String)] = [
    ("increase rise raise grow gain", "decrease fall reduce decline shrink drop lower"),
    ("above over exceed exceeds", "below under"), ("before", "after"), ("more", "less fewer"), ("higher", "lower"),
    ("maximum most", "minimum least"), ("contraindicated", "indicated recommended"), ("safe", "unsafe dangerous"),
    ("allowed permitted allow", "forbidden prohibited banned"), ("always", "never"), ("all", "none"),
    ("stable", "unstable"), ("valid", "invalid"), ("possible", "impossible"), ("legal", "illegal"),
    ("profit", "loss"), ("asset", "liability"), ("debit", "credit"), ("buy", "sell"), ("faster", "slower"),
    ("longer", "shorter"), ("larger greater bigger", "smaller"), ("earlier", "later"), ("older", "younger"),
    ("first", "last"), ("start begin", "end stop"), ("open", "closed"), ("success", "failure"),
    ("include", "exclude omit ignore"), ("mutable", "immutable"), ("synchronous", "asynchronous"), ("enabled enable", "disabled disable"),
    ("positive", "negative"), ("accept", "reject refuse"), ("with", "without"), ("mandatory required", "optional"),
    ("true", "false"), ("best", "worst"), ("internal", "external"), ("inside", "outside"), ("upper", "lower"),
  ]
}
