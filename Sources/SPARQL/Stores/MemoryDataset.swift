public import RDF

/// A small dataset in memory, for data that is not in a store.
///
/// Scanning costs what the best of three indexes leaves: those of subject, predicate and object.
public final class MemoryDataset: QuadSource {
  private struct Entry: Hashable {
    let subject, predicate, object, graph: Int64
  }

  private var terms: [Term] = []
  private var numbers: [Term: Int64] = [:]
  private var entries: [Entry] = []
  private var known: Set<Entry> = []
  private var bySubject: [Int64: [Int]] = [:]
  private var byPredicate: [Int64: [Int]] = [:]
  private var byObject: [Int64: [Int]] = [:]
  private var names: [Int64] = []
  private var insertions = 0

  public init() {}

  public convenience init(_ triples: some Sequence<Triple>) {
    self.init()
    for triple in triples { add(triple) }
  }

  /// Adds a triple to the default graph or the graph of that name.
  public func add(_ triple: Triple, graph: Term? = nil) {
    let entry = Entry(
      subject: intern(triple.subject), predicate: intern(triple.predicate), object: intern(triple.object), graph: graph.map { addGraph($0) } ?? 0)
    append(entry)
  }

  /// Makes a graph known, also when it holds nothing.
  @discardableResult
  public func addGraph(_ name: Term) -> Int64 {
    let number = intern(name)
    if !names.contains(number) { names.append(number) }
    return number
  }

  private func intern(_ term: Term) -> Int64 {
    if let number = numbers[term] { return number }
    terms.append(term)
    numbers[term] = Int64(terms.count)
    return Int64(terms.count)
  }

  public func number(of term: Term) -> Int64? { numbers[term] }

  public func term(_ number: Int64) -> Term { terms[Int(number) - 1] }

  public func graphs() -> [Int64] { names }

  private func candidates(_ pattern: QuadPattern) -> [Int]? {
    var best: [Int]?
    for (number, index) in [(pattern.subject, bySubject), (pattern.object, byObject), (pattern.predicate, byPredicate)] where number != 0 {
      let found = index[number] ?? []
      if best.map({ $0.count > found.count }) ?? true { best = found }
    }
    return best
  }

  public func scan(_ pattern: QuadPattern, _ body: (Int64, Int64, Int64, Int64) throws -> Bool) throws -> Bool {
    for place in candidates(pattern) ?? Array(entries.indices) {
      let entry = entries[place]
      guard pattern.subject == 0 || pattern.subject == entry.subject, pattern.predicate == 0 || pattern.predicate == entry.predicate,
        pattern.object == 0 || pattern.object == entry.object
      else { continue }
      switch pattern.graph {
      case .standard where entry.graph != 0: continue
      case .named where entry.graph == 0: continue
      case .one(let graph) where graph != entry.graph: continue
      default: break
      }
      guard try body(entry.subject, entry.predicate, entry.object, entry.graph) else { return false }
    }
    return true
  }

  public func estimate(subject: Bool, predicate: Int64?, object: Bool) -> Double {
    var rows = Double(entries.count)
    if let predicate, predicate != 0 { rows = Double(byPredicate[predicate]?.count ?? 0) }
    if subject { rows /= Double(max(1, bySubject.count)) }
    if object { rows /= Double(max(1, byObject.count)) }
    if predicate == 0 { rows /= Double(max(1, byPredicate.count)) }
    return rows
  }

  public func count(_ pattern: QuadPattern, atMost limit: Int) throws -> Int {
    var count = 0
    _ = try scan(pattern) { _, _, _, _ in
      count += 1
      return count < limit
    }
    return count
  }

  /// Removes quads that are there, at the cost of all that stay.
  /// - Returns: how many were there.
  @discardableResult
  public func remove(_ quads: [Quad]) -> Int {
    let before = entries.count
    var gone: Set<Entry> = []
    for quad in quads {
      guard let subject = numbers[quad.triple.subject], let predicate = numbers[quad.triple.predicate], let object = numbers[quad.triple.object]
      else { continue }
      guard let graph = quad.graph.map({ numbers[$0] }) ?? 0 else { continue }
      gone.insert(Entry(subject: subject, predicate: predicate, object: object, graph: graph))
    }
    rebuild(with: entries.filter { !gone.contains($0) })
    return before - entries.count
  }

  private func rebuild(with rest: [Entry]) {
    (entries, known, bySubject, byPredicate, byObject) = ([], [], [:], [:], [:])
    for entry in rest { append(entry) }
  }

  /// Adds quads.
  /// - Returns: how many were new.
  @discardableResult
  public func insert(_ quads: [Quad]) -> Int {
    let before = entries.count
    insertions += 1
    var own: [Term: Term] = [:]
    // What BNODE() made in one update has nothing to do with what it made in another.
    func stored(_ term: Term) -> Term {
      if case .triple(let triple) = term { return .triple(Triple(stored(triple.subject), triple.predicate, stored(triple.object))) }
      guard case .blank(let label) = term else { return term }
      if let known = own[term] { return known }
      let node: Term = numbers[term] == nil ? .blank("i\(insertions)\(label)") : term
      own[term] = node
      return node
    }
    for quad in quads {
      add(Triple(stored(quad.triple.subject), quad.triple.predicate, stored(quad.triple.object)), graph: quad.graph.map(stored))
    }
    return entries.count - before
  }

  private func append(_ entry: Entry) {
    guard known.insert(entry).inserted else { return }
    bySubject[entry.subject, default: []].append(entries.count)
    byPredicate[entry.predicate, default: []].append(entries.count)
    byObject[entry.object, default: []].append(entries.count)
    entries.append(entry)
  }
}

extension MemoryDataset: UpdateTarget {
  /// Removes every quad of some graphs. Their names stay known.
  @discardableResult
  public func clear(_ graph: QuadPattern.Graph) -> Int {
    let before = entries.count
    let rest = entries.filter { entry in
      switch graph {
      case .standard: entry.graph != 0
      case .named: entry.graph == 0
      case .one(let name): entry.graph != name
      }
    }
    rebuild(with: rest)
    return before - entries.count
  }
}
