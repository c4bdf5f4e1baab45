import Foundation
import Kernels
import Models

/// One text that a search has found for a window of sound.
struct FoundText {
  /// Without prompt and end.
  let tokens: [Int32]
  /// The sum of its tokens' log probabilities, the end's included.
  let logProbability: Double
  /// What the texts of one search are ranked by.
  let score: Double
}

/// Looks for the likeliest text of one window of sound: in a beam, or by drawing.
///
/// The beam keeps twice its size of candidates at each step, so that texts that end make room for others; it is done
/// when enough texts have ended. Checked against the transcripts of another implementation.
struct TokenSearch {
  let model: WhisperModel
  let memory: WhisperMemory
  let settings: SpeechSettings
  let rules: TokenRules
  let shouldStop: () -> Bool

  /// The best text and how likely there is no speech; nil when the search was stopped.
  ///
  /// - Parameter prompt: ends with the start of the transcript and what follows it.
  func run(prompt: [Int32], temperature: Double) -> (text: FoundText, noSpeech: Double)? {
    all(prompt: prompt, temperature: temperature).flatMap { found in found.texts.first.map { ($0, found.noSpeech) } }
  }

  /// All texts that ended, the best first; nil when the search was stopped.
  func all(prompt: [Int32], temperature: Double) -> (texts: [FoundText], noSpeech: Double)? {
    let count = temperature > 0 ? max(1, settings.samples) : max(1, settings.beamSize)
    let cache = model.makeCache(texts: count)
    let work = model.makeWorkspace(tokens: max(prompt.count, count), logitRows: max(prompt.count, count))
    let start = prompt.lastIndex(of: model.tokens.startOfTranscript) ?? prompt.count - 1
    model.forward([.init(text: 0, tokens: prompt, logitRows: prompt.count - start)], cache: cache, memory: memory, work: work)
    let silence = noSpeechProbability(work.logits)
    // The last row alone goes on.
    work.logits.moveLastRowToFirst()
    let length = min(model.configuration.textPositions / 2, model.configuration.textPositions - prompt.count)
    let found = temperature > 0
      ? draw(count, length: length, temperature: Float(temperature), cache: cache, work: work)
      : beam(count, length: length, cache: cache, work: work)
    return found.map { ($0.sorted { $0.score > $1.score }, silence) }
  }

  // MARK: The beam

  private struct Path {
    var tokens: [Int32] = []
    var logProbability: Float = 0
    var bonus: Float = 0
    var place = TermTree.Place()
    var score: Float { logProbability + bonus }
  }

  private struct Candidate {
    let path: Int
    let token: Int32
    let logProbability: Float
    let score: Float
  }

  private func beam(_ size: Int, length: Int, cache: WhisperTextCache, work: WhisperWorkspace) -> [FoundText]? {
    let wanted = max(1, Int((Double(size) * settings.patience).rounded()))
    var paths = [Path()], ended: [FoundText] = []
    for step in 0..<length {
      if shouldStop() { return nil }
      let candidates = best(2 * size, of: paths, work.logits)
      var next: [Path] = [], sources: [Int] = [], spare = size
      let isLast = step + 1 == length
      for k in 0..<min(size, candidates.count) {
        var chosen = candidates[k]
        if chosen.token == model.tokens.endOfText || isLast {
          ended.append(finished(chosen, of: paths))
          // Another one takes its place.
          while spare < candidates.count, candidates[spare].token == model.tokens.endOfText { spare += 1 }
          guard spare < candidates.count else { continue }
          chosen = candidates[spare]
          spare += 1
        }
        next.append(extended(paths[chosen.path], by: chosen))
        sources.append(chosen.path)
      }
      if isLast || ended.count >= wanted || next.isEmpty { break }
      paths = next
      cache.regroup(sources)
      model.forward(
        paths.indices.map { .init(text: $0, tokens: [paths[$0].tokens.last!]) }, cache: cache, memory: memory, work: work)
    }
    return ended
  }

  private func extended(_ path: Path, by candidate: Candidate) -> Path {
    var path = path
    path.tokens.append(candidate.token)
    path.logProbability = candidate.logProbability
    if let terms = settings.terms {
      let (place, change) = terms.advance(path.place, by: candidate.token)
      path.place = place
      path.bonus += change
    }
    return path
  }

  private func finished(_ candidate: Candidate, of paths: [Path]) -> FoundText {
    let ends = candidate.token == model.tokens.endOfText
    let tokens = paths[candidate.path].tokens + (ends ? [] : [candidate.token])
    return FoundText(
      tokens: tokens, logProbability: Double(candidate.logProbability),
      score: Double(candidate.score) / pow(Double(max(tokens.count, 1)), settings.lengthPenalty))
  }

  /// The `count` best ways to go on, the best first. `logits` become probabilities.
  private func best(_ count: Int, of paths: [Path], _ logits: Activations) -> [Candidate] {
    logits.keepRows(paths.count)
    for (i, path) in paths.enumerated() { unsafe rules.mask(logits.row(i), after: path.tokens) }
    model.probabilities(logits)
    var all: [Candidate] = []
    for (i, path) in paths.enumerated() {
      let row = unsafe logits.row(i)
      let due = unsafe rules.dueTime(row, after: path.tokens)
      let allowed = due == nil ? 0..<row.count : Int(model.tokens.firstTimestamp)..<row.count
      let whole = log(due ?? 1)
      func candidate(_ token: Int) -> Candidate {
        let logProbability = unsafe path.logProbability + log(row[token]) - whole
        let change = settings.terms.map { $0.advance(path.place, by: Int32(token)).change } ?? 0
        return Candidate(path: i, token: Int32(token), logProbability: logProbability, score: logProbability + path.bonus + change)
      }
      var chosen = unsafe Self.largest(count, of: UnsafeBufferPointer(row), in: allowed)
      if let terms = settings.terms, due == nil {
        let least = exp(terms.leastFirst)
        for node in Set([path.place.node, 0]) {
          for step in terms.steps[Int(node)] where unsafe row[Int(step.token)] > (node == 0 ? least : 1e-9) { chosen.append(Int(step.token)) }
        }
        chosen = Array(Set(chosen))
      }
      all += chosen.map(candidate)
    }
    all.sort { ($0.score, -$0.path, -$0.token) > ($1.score, -$1.path, -$1.token) }
    return Array(all.prefix(count))
  }

  /// The places of the largest elements, in no order.
  private static func largest(_ count: Int, of row: UnsafeBufferPointer<Float>, in range: Range<Int>) -> [Int] {
    var places: [Int] = [], least: Float = -1
    for i in range {
      let value = unsafe row[i]
      if value <= least { continue }
      if places.count == count, let worst = places.indices.min(by: { unsafe row[places[$0]] < row[places[$1]] }) { places.remove(at: worst) }
      places.append(i)
      if places.count == count { least = places.reduce(Float.infinity) { unsafe min($0, row[$1]) } }
    }
    return places
  }

  // MARK: Drawing

  private func draw(_ count: Int, length: Int, temperature: Float, cache: WhisperTextCache, work: WhisperWorkspace) -> [FoundText]? {
    var paths = Array(repeating: Path(), count: count), ended: [FoundText] = []
    var isFirst = true
    for step in 0..<length {
      if shouldStop() { return nil }
      let rows = isFirst ? 1 : paths.count
      work.logits.keepRows(rows)
      for i in 0..<rows { unsafe rules.mask(work.logits.row(i), after: paths[i].tokens) }
      model.probabilities(work.logits)
      var next: [Path] = [], sources: [Int] = []
      for (i, path) in paths.enumerated() {
        let row = unsafe work.logits.row(isFirst ? 0 : i)
        let due = unsafe rules.dueTime(row, after: path.tokens)
        let token = unsafe Self.draw(row, from: due == nil ? 0 : Int(model.tokens.firstTimestamp), temperature: temperature)
        let candidate = unsafe Candidate(
          path: i, token: Int32(token), logProbability: path.logProbability + log(row[token]) - log(due ?? 1), score: 0)
        if candidate.token == model.tokens.endOfText || step + 1 == length {
          let text = finished(candidate, of: paths)
          ended.append(
            FoundText(
              tokens: text.tokens, logProbability: text.logProbability,
              score: text.logProbability / pow(Double(max(text.tokens.count, 1)), settings.lengthPenalty)))
        } else {
          var path = path
          path.tokens.append(candidate.token)
          path.logProbability = candidate.logProbability
          next.append(path)
          sources.append(isFirst ? 0 : i)
        }
      }
      if next.isEmpty { break }
      paths = next
      isFirst = false
      cache.regroup(sources)
      model.forward(
        paths.indices.map { .init(text: $0, tokens: [paths[$0].tokens.last!]) }, cache: cache, memory: memory, work: work)
    }
    return ended
  }

  /// A token by its probability to the power 1 / temperature.
  private static func draw(_ row: UnsafeMutableBufferPointer<Float>, from first: Int, temperature: Float) -> Int {
    let power = 1 / temperature
    var sum: Float = 0, top: Float = 0, likeliest = first
    for i in first..<row.count where unsafe row[i] > top { unsafe (top, likeliest) = (row[i], i) }
    func weight(_ i: Int) -> Float { unsafe row[i] < top * 1e-7 ? 0 : pow(row[i] / top, power) }
    for i in first..<row.count { sum += weight(i) }
    var left = Float.random(in: 0..<1) * sum
    for i in first..<row.count {
      left -= weight(i)
      if left < 0 { return i }
    }
    return likeliest
  }

  /// How likely the token for silence was at the start of the transcript, the first row of `logits`.
  private func noSpeechProbability(_ logits: Activations) -> Double {
    guard let token = model.tokens.noSpeech else { return 0 }
    let row = unsafe logits.row(0)
    var top = -Float.infinity, sum = 0.0
    for i in row.indices { unsafe top = max(top, row[i]) }
    for i in row.indices { unsafe sum += Double(exp(row[i] - top)) }
    return unsafe Double(exp(row[Int(token)] - top)) / sum
  }
}
