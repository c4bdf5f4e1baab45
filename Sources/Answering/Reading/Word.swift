import Foundation

/// A word of a text: what it says, what it is compared by, and the bytes it stands at.
public struct Word: Sendable, Hashable {
  /// The word as written.
  public let text: String
  /// Lower case, without diacritics, digits without grouping commas.
  public let folded: String
  /// The folded word without its endings; two forms of one word share it.
  public let stem: String
  /// Byte range in the text the word was cut from.
  public let start: Int
  public let end: Int

  public var isCapitalised: Bool { text.unicodeScalars.first?.properties.isUppercase ?? false }
  public var isNumber: Bool { text.utf8.first.map { $0 >= 48 && $0 <= 57 } ?? false }
  public var isStopWord: Bool { Lexicon.stopWords.contains(folded) }

  /// The words of `text` in order. Letters and digits make words; an inner apostrophe stays, a hyphen parts two
  /// words, and a comma or point between digits belongs to the number.
  ///
  /// - Complexity: O(bytes).
  public static func words(in text: String) -> [Word] {
    var words: [Word] = []
    let scalars = Array(text.unicodeScalars)
    var offsets: [Int] = []
    offsets.reserveCapacity(scalars.count + 1)
    var offset = 0
    for scalar in scalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    offsets.append(offset)
    var index = 0
    while index < scalars.count {
      guard isWordScalar(scalars[index]) else {
        index += 1
        continue
      }
      let first = index
      while index < scalars.count {
        if isWordScalar(scalars[index]) {
          index += 1
        } else if index + 1 < scalars.count, joins(scalars[index - 1], scalars[index], scalars[index + 1]) {
          index += 2
        } else {
          break
        }
      }
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[first..<index])
      words.append(Word(String(view), start: offsets[first], end: offsets[index]))
    }
    return words
  }

  /// The words of `text` with two that make one verb ("go up") as that verb ("rise").
  static func verbs(in text: String) -> [Word] {
    let words = words(in: text)
    var merged: [Word] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      if index + 1 < words.count, let verb = Lexicon.phrasalVerbs[word.folded + " " + words[index + 1].folded] {
        merged.append(Word(verb, start: word.start, end: words[index + 1].end))
        index += 2
      } else {
        merged.append(word)
        index += 1
      }
    }
    return merged
  }

  init(_ text: String, start: Int, end: Int) {
    self.text = text
    self.start = start
    self.end = end
    var folded = Word.fold(text)
    if folded.hasSuffix("'s") { folded.removeLast(2) }
    if folded.utf8.first.map({ $0 >= 48 && $0 <= 57 }) ?? false { folded.removeAll { $0 == "," } }
    self.folded = folded
    self.stem = Stemmer.stem(folded)
  }

  /// Lower case without diacritics, with the typewriter's apostrophe.
  public static func fold(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 128 }) { return text.lowercased() }
    return text.folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
      .replacingOccurrences(of: "\u{2019}", with: "'")
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 128 {
      return (scalar.value >= 48 && scalar.value <= 57) || (scalar.value >= 65 && scalar.value <= 90)
        || (scalar.value >= 97 && scalar.value <= 122)
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
      || scalar.properties.generalCategory == .nonspacingMark
  }

  private static func joins(_ before: Unicode.Scalar, _ mark: Unicode.Scalar, _ after: Unicode.Scalar) -> Bool {
    switch mark {
    case "'", "\u{2019}": isWordScalar(after) && !isDigit(before)
    case ".", ",": isDigit(before) && isDigit(after)
    case "_": isWordScalar(after)
    default: false
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }
}
