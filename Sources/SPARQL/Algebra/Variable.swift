/// A variable of a query, by its place in the query's table of names. Blank nodes of patterns are variables too.
struct Variable: Hashable, Sendable {
  let index: Int
}

/// A set of variables, as bits.
struct VariableSet: Equatable {
  private var words: [UInt64] = []

  init() {}

  init(_ variables: some Sequence<Variable>) {
    for variable in variables { insert(variable) }
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  var members: [Variable] {
    var result: [Variable] = []
    for (place, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        result.append(Variable(index: place * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return result
  }

  func contains(_ variable: Variable) -> Bool {
    variable.index >> 6 < words.count && words[variable.index >> 6] >> UInt64(variable.index & 63) & 1 == 1
  }

  mutating func insert(_ variable: Variable) {
    while words.count <= variable.index >> 6 { words.append(0) }
    words[variable.index >> 6] |= 1 << UInt64(variable.index & 63)
  }

  mutating func remove(_ variable: Variable) {
    if variable.index >> 6 < words.count { words[variable.index >> 6] &= ~(1 << UInt64(variable.index & 63)) }
  }

  mutating func formUnion(_ other: VariableSet) {
    while words.count < other.words.count { words.append(0) }
    for place in other.words.indices { words[place] |= other.words[place] }
  }

  func union(_ other: VariableSet) -> VariableSet {
    var result = self
    result.formUnion(other)
    return result
  }

  func intersection(_ other: VariableSet) -> VariableSet {
    var result = self
    for place in result.words.indices { result.words[place] &= place < other.words.count ? other.words[place] : 0 }
    return result
  }

  func subtracting(_ other: VariableSet) -> VariableSet {
    var result = self
    for place in result.words.indices where place < other.words.count { result.words[place] &= ~other.words[place] }
    return result
  }

  func isSubset(of other: VariableSet) -> Bool { subtracting(other).isEmpty }

  static func == (a: VariableSet, b: VariableSet) -> Bool { a.isSubset(of: b) && b.isSubset(of: a) }
}
