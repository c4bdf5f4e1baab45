/// How a document's reading text lies over its original bytes, where the two differ (HTML, other encodings, JSON, PDF text).
///
/// The reading is a sequence of runs. In a run every `readingUnit` bytes of reading stand for `originalUnit` bytes of original: 1 to 1 where text was
/// copied, 2 to 1 for `é` of Latin-1, 1 to 5 for `&amp;`, n to 0 for what reading adds. Original bytes between runs (tags) are read by nothing. Both
/// sides only go forward. Memory: 40 bytes a run; stored as differences, mostly 4 bytes a run.
public struct ReadingMap: Sendable, Hashable {
  struct Run: Sendable, Hashable {
    var reading: Int
    var original: Int
    var readingUnit: Int
    var originalUnit: Int
    var count: Int

    var readingEnd: Int { reading + readingUnit * count }
    var originalEnd: Int { original + originalUnit * count }
  }

  private(set) var runs: [Run] = []
  /// Bytes of reading so far.
  public private(set) var readingCount = 0

  public init() {}

  /// The end of the last original byte that is read.
  public var originalCount: Int { runs.last?.originalEnd ?? 0 }

  /// Says that the next `reading` bytes of the reading stand for the original bytes `original`.
  ///
  /// - Parameter units: into how many equal steps the pair divides: the byte count for copied text, 1 for what only stands as a whole.
  public mutating func append(reading: Int, original: Range<Int>, units: Int = 1) {
    precondition(units > 0 && reading % units == 0 && original.count % units == 0, "a run must divide into its units")
    precondition(original.lowerBound >= (runs.last?.originalEnd ?? 0), "a reading map only goes forward")
    guard reading > 0 else { return }
    let run = Run(
      reading: readingCount, original: original.lowerBound, readingUnit: reading / units, originalUnit: original.count / units, count: units)
    readingCount += reading
    if let last = runs.last, last.readingUnit == run.readingUnit, last.originalUnit == run.originalUnit, last.originalEnd == run.original {
      runs[runs.count - 1].count += units
    } else {
      runs.append(run)
    }
  }

  /// Says that the original's bytes `original` are read as they are.
  public mutating func appendCopy(_ original: Range<Int>) {
    guard !original.isEmpty else { return }
    append(reading: original.count, original: original, units: original.count)
  }

  /// Says that the reading adds bytes that the original does not have, at this place of the original.
  public mutating func appendInserted(_ count: Int, at original: Int) { append(reading: count, original: original..<original) }

  /// The original bytes that a range of the reading stands for: from the first unit touched to the last.
  public func originalRange(of reading: Range<Int>) -> Range<Int> {
    guard !runs.isEmpty else { return 0..<0 }
    let first = runs[runIndex(containing: reading.lowerBound)]
    let start = first.original + min(max(0, reading.lowerBound - first.reading) / first.readingUnit, first.count) * first.originalUnit
    guard !reading.isEmpty else { return start..<start }
    let last = runs[runIndex(containing: reading.upperBound - 1)]
    let units = (reading.upperBound - last.reading + last.readingUnit - 1) / last.readingUnit
    return start..<max(start, last.original + min(units, last.count) * last.originalUnit)
  }

  /// The part of the reading that stands for a range of the original: every unit that begins and ends in it.
  public func readingRange(of original: Range<Int>) -> Range<Int> {
    var start: Int?
    var end = 0
    // The first run that reaches into the range, then on: runs are in the order of the original.
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].originalEnd < original.lowerBound { low = middle + 1 } else { high = middle }
    }
    for run in runs[low...] {
      if run.original > original.upperBound { break }
      let skipped: Int
      let kept: Int
      if run.originalUnit == 0 {
        // Inserted text belongs to a range only from inside.
        guard run.original > original.lowerBound, run.original < original.upperBound else { continue }
        (skipped, kept) = (0, run.count)
      } else {
        skipped = max(0, (original.lowerBound - run.original + run.originalUnit - 1) / run.originalUnit)
        kept = min(run.count, (original.upperBound - run.original) / run.originalUnit)
      }
      guard kept > skipped else { continue }
      if start == nil { start = run.reading + skipped * run.readingUnit }
      end = run.reading + kept * run.readingUnit
    }
    guard let start else { return 0..<0 }
    return start..<end
  }

  /// The last run that begins at or before this place of the reading.
  private func runIndex(containing reading: Int) -> Int {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].reading <= reading { low = middle } else { high = middle }
    }
    return low
  }
}
