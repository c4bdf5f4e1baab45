public import Tokenizers

/// Names that may be spoken, as a tree of their tokens: what a search follows to prefer them.
///
/// A text that goes along a name's tokens is given a bonus for each of them; when it leaves the name before its end
/// the bonus is taken back. Source of the idea: shallow fusion with a prefix tree, Zhao et al. 2019.
public struct TermTree: Sendable {
  /// A place in the tree; 0 is its root.
  typealias Node = Int32

  struct Step: Sendable {
    let token: Int32
    let node: Node
  }

  /// What was best on spoken names of the shipped graphs; `kgassist-bench terms` shows others.
  public static let standardBonus: Float = 2

  /// Added to a text's log probability for each token of a name.
  public var bonus: Float
  /// A name's first token must be at least that likely, as a logarithm, for its bonus.
  public var leastFirst: Float

  private(set) var steps: [[Step]] = [[]]
  private(set) var isEnd: [Bool] = [false]

  /// - Parameters:
  ///   - terms: as they are written; each also counts with its first letter in the other case.
  ///   - bonus: about 1 to 3.
  public init(_ terms: [String], tokenizer: BytePairTokenizer, bonus: Float = standardBonus, leastFirst: Float = -7) {
    self.bonus = bonus
    self.leastFirst = leastFirst
    for term in terms where !term.isEmpty {
      for spelling in Set([term, term.prefix(1).uppercased() + term.dropFirst(), term.prefix(1).lowercased() + term.dropFirst()]) {
        insert(tokenizer.encode(" " + spelling, parseSpecial: false))
      }
    }
    for i in steps.indices { steps[i].sort { $0.token < $1.token } }
  }

  private mutating func insert(_ tokens: [Int32]) {
    // A name of one token that the model knows as a word needs no help, and would be heard everywhere.
    guard tokens.count > 1, tokens.count <= 24 else { return }
    var node = 0
    for token in tokens {
      if let step = steps[node].first(where: { $0.token == token }) {
        node = Int(step.node)
      } else {
        steps.append([])
        isEnd.append(false)
        steps[node].append(Step(token: token, node: Node(steps.count - 1)))
        node = steps.count - 1
      }
    }
    isEnd[node] = true
  }

  /// Where a text stands in the tree, and what it may still lose.
  struct Place: Sendable {
    var node: Node = 0
    /// The bonus of a name that has not ended.
    var owed: Float = 0
  }

  /// The next place after `token`, and what it changes of the text's score.
  func advance(_ place: Place, by token: Int32) -> (place: Place, change: Float) {
    if let node = child(of: place.node, token) { return enter(node, owed: place.owed) }
    let lost = -place.owed
    guard place.node != 0, let node = child(of: 0, token) else { return (Place(), lost) }
    let (next, change) = enter(node, owed: 0)
    return (next, lost + change)
  }

  private func enter(_ node: Node, owed: Float) -> (Place, Float) {
    // At a name's end its bonus is kept; a longer name may go on from there.
    (Place(node: steps[Int(node)].isEmpty ? 0 : node, owed: isEnd[Int(node)] ? 0 : owed + bonus), bonus)
  }

  private func child(of node: Node, _ token: Int32) -> Node? {
    let steps = steps[Int(node)]
    var low = 0, high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].token < token { low = middle + 1 } else { high = middle }
    }
    return low < steps.count && steps[low].token == token ? steps[low].node : nil
  }
}
