/// Takes English endings off words so that forms of one word compare equal.
///
/// Lighter than Porter's: a wrong join ("universe", "university") costs an answer more than a missed one, so only
/// endings that leave at least three letters go, and irregular forms come from a table.
public enum Stemmer {
  /// - Parameter word: lower case, as ``Word/fold(_:)`` gives it.
  public static func stem(_ word: String) -> String {
    // A word that stands for itself in the table has no ending to lose.
    if let regular = irregular[word] { return regular == word ? word : stem(regular) }
    var letters = Array(word.utf8)
    guard letters.count > 3, letters.allSatisfy({ $0 >= 97 && $0 <= 122 }) else { return word }
    plural(&letters)
    participle(&letters)
    derived(&letters)
    if letters.count > 3, letters.last == UInt8(ascii: "e") { letters.removeLast() }
    if letters.count > 3, letters.last == UInt8(ascii: "y") { letters[letters.count - 1] = UInt8(ascii: "i") }
    return String(decoding: letters, as: UTF8.self)
  }

  private static func plural(_ letters: inout [UInt8]) {
    guard ends(letters, "s"), !ends(letters, "ss"), !ends(letters, "us"), !ends(letters, "is") else { return }
    if ends(letters, "ies"), letters.count > 4 {
      letters.removeLast(3)
      letters.append(UInt8(ascii: "y"))
    } else if ends(letters, "sses") || ends(letters, "xes") || ends(letters, "ches") || ends(letters, "shes")
      || ends(letters, "zes")
    {
      letters.removeLast(2)
    } else {
      letters.removeLast()
    }
  }

  private static func participle(_ letters: inout [UInt8]) {
    if ends(letters, "ied"), letters.count > 4 {
      letters.removeLast(3)
      letters.append(UInt8(ascii: "y"))
      return
    }
    let length = ends(letters, "ing") ? 3 : ends(letters, "ed") ? 2 : 0
    guard length > 0, letters.count - length >= 3, letters.dropLast(length).contains(where: isVowel) else { return }
    letters.removeLast(length)
    if letters.count > 3, let last = letters.last, last == letters[letters.count - 2], !isVowel(last),
      last != UInt8(ascii: "l"), last != UInt8(ascii: "s")
    {
      letters.removeLast()
    }
  }

  private static func derived(_ letters: inout [UInt8]) {
    for (suffix, least) in suffixes where ends(letters, suffix) && letters.count - suffix.utf8.count >= least {
      letters.removeLast(suffix.utf8.count)
      return
    }
  }

  private static let suffixes: [(String, Int)] = [
    ("ations", 4), ("ation", 4), ("ively", 4), ("ments", 4), ("ment", 4), ("ness", 4), ("ally", 4), ("ly", 4),
    ("ate", 4), ("at", 5), ("ions", 4), ("ion", 4), ("ive", 4), ("al", 5),
  ]

  private static func ends(_ letters: [UInt8], _ suffix: String) -> Bool {
    letters.count >= suffix.utf8.count && letters.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
      UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private static let irregular: [String: String] = [
    "children": "child", "women": "woman", "men": "man", "people": "person", "persons": "person", "held": "hold",
    "kept": "keep", "paid": "pay", "sold": "sell", "made": "make", "began": "begin", "begun": "begin",
    "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall", "grew": "grow", "grown": "grow",
    "growth": "grow", "took": "take", "taken": "take", "gave": "give", "given": "give", "wrote": "write",
    "written": "write", "built": "build", "sent": "send", "bought": "buy", "chose": "choose", "chosen": "choose",
    "ran": "run", "went": "go", "gone": "go", "found": "find", "founded": "founder", "founding": "founder",
    "lost": "lose", "loss": "lose", "losses": "lose", "spent": "spend", "meant": "mean", "thought": "think",
    "said": "say", "told": "tell", "led": "lead", "met": "meet", "won": "win", "drove": "drive", "driven": "drive",
    "broke": "break", "broken": "break", "threw": "throw", "thrown": "throw", "knew": "know", "known": "know",
    "saw": "see", "seen": "see", "came": "come", "became": "become", "got": "get", "shown": "show",
    "indices": "index", "indexes": "index", "vertices": "vertex", "matrices": "matrix", "analyses": "analysis",
    "diagnoses": "diagnosis", "diagnosed": "diagnosis", "diagnose": "diagnosis", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "criteria": "criterion", "data": "data", "renewal": "renew", "approval": "approve",
    "withdrew": "withdraw", "withdrawal": "withdraw", "better": "good", "best": "good", "worse": "bad",
    "worst": "bad", "heard": "hear", "borne": "bear", "froze": "freeze", "frozen": "freeze", "stored": "store",
    "storage": "store", "sued": "sue", "using": "use", "used": "use", "usage": "use", "tying": "tie",
    "tied": "tie", "dosage": "dose", "dosages": "dose", "dosing": "dose", "doses": "dose", "dosed": "dose",
    "sale": "sell", "sales": "sell", "seller": "sell", "pricing": "price", "entries": "entry",
    "payment": "pay", "payments": "pay", "failure": "fail", "failures": "fail", "measurement": "measure",
    "lengths": "length", "required": "require", "requirement": "require", "requirements": "require",
    "species": "species", "series": "series", "news": "news", "lens": "lens", "diabetes": "diabetes",
    "bias": "bias", "gas": "gas", "stored-procedure": "store",
  ]
}
