public import Kernels

/// What a hurried hand does to a name: one letter left out, doubled, swapped with its neighbour, or hit beside on the keyboard.
public enum Misspelling {
  private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0) }

  /// The name with one slip; unchanged where it has fewer than five letters, of which one slip makes another word.
  public static func slip(_ name: String, using random: inout SeededGenerator) -> String {
    var letters = Array(name)
    let places = letters.indices.dropFirst().filter { letters[$0].isLetter && letters[$0].isASCII }
    guard places.count >= 4, let place = places.randomElement(using: &random) else { return name }
    switch Int.random(in: 0..<4, using: &random) {
    case 0: letters.remove(at: place)
    case 1: letters.insert(letters[place], at: place)
    case 2 where place + 1 < letters.count && letters[place + 1] != letters[place]: letters.swapAt(place, place + 1)
    default:
      guard let row = rows.first(where: { $0.contains(letters[place]) }), let at = row.firstIndex(of: letters[place]) else { return name }
      letters[place] = row[at == 0 ? 1 : at - 1]
    }
    return String(letters)
  }
}
