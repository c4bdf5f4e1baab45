import Wire

/// What a request for a training names, held against what is possible.
struct Wishes {
  private let request: TrainRequest

  init(_ request: TrainRequest) { self.request = request }

  func number(_ value: Int?, _ name: String, _ range: ClosedRange<Int>) throws(RequestError) -> Int? {
    guard let value else { return nil }
    guard range.contains(value) else {
      throw RequestError(400, "setting", "\(name) must be from \(range.lowerBound) to \(range.upperBound), not \(value)", parameter: name)
    }
    return value
  }

  func rate(_ value: Double?) throws(RequestError) -> Float? {
    guard let value else { return nil }
    guard value > 0, value <= 1 else { throw RequestError(400, "setting", "rate must be above 0 and at most 1, not \(value)", parameter: "rate") }
    return Float(value)
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ value: String?, _: Choice.Type) throws(RequestError) -> Choice? {
    guard let value else { return nil }
    guard let choice = Choice(rawValue: value) else {
      let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw RequestError(400, "setting", "kind must be one of \(all), not \(value.prefix(32))", parameter: "kind")
    }
    return choice
  }
}
