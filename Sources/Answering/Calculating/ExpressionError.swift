/// Why an expression could not be read or computed.
public enum ExpressionError: Error, Sendable, Equatable, CustomStringConvertible {
  case tooLong
  case tooDeep
  case unexpected(String, at: Int)
  case unknownFunction(String)
  case wrongArguments(String, Int)
  case missing(String)
  case divisionByZero
  case outsideDomain(String, Double)
  case outOfRange

  public var description: String {
    switch self {
    case .tooLong: "the expression is longer than 2048 bytes"
    case .tooDeep: "the expression nests deeper than 64 levels"
    case .unexpected(let what, let place): "unexpected \(what) at character \(place + 1) of the expression"
    case .unknownFunction(let name): "there is no function \(name)"
    case .wrongArguments(let name, let count): "\(name) was given \(count) values"
    case .missing(let name): "no value is known for \(name)"
    case .divisionByZero: "a division by zero has no result"
    case .outsideDomain(let name, let value): "\(name) has no result for \(NumberFormat.text(value))"
    case .outOfRange: "the result is too large to be computed"
    }
  }
}
