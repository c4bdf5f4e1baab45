/// A node's inputs. One that nobody needs afterwards is held here alone, so that an operator may take over its buffer.
struct GraphArguments {
  private var values: [GraphTensor?]
  private let fault: (String) -> GraphError

  init(_ values: [GraphTensor?], fault: @escaping (String) -> GraphError) {
    self.values = values
    self.fault = fault
  }

  var count: Int { values.count }

  /// An input that must be there.
  func tensor(_ index: Int) throws -> GraphTensor {
    guard index < values.count, let value = values[index] else { throw fault("lacks its input \(index)") }
    return value
  }

  /// An input that may be left out.
  func optional(_ index: Int) -> GraphTensor? { index < values.count ? values[index] : nil }

  /// An input of floats.
  func floats(_ index: Int) throws -> GraphTensor {
    let value = try tensor(index)
    guard value.isFloating else { throw fault("needs floats as its input \(index), not \(value.type)") }
    return value
  }

  /// An input of floats of which these arguments keep nothing.
  mutating func take(_ index: Int) throws -> GraphTensor {
    let value = try floats(index)
    values[index] = nil
    return value
  }
}
