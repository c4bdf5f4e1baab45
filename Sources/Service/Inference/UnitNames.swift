import Answering
import Rules

/// The units that answers are computed with, for the rules.
enum UnitNames {
  static let known: MeasuredUnit.Naming = { name in
    guard let unit = Unit.named(name) else { return nil }
    let powers = Dictionary(unit.dimension.powers.map { ("\($0.key)", $0.value) }, uniquingKeysWith: +)
    return MeasuredUnit(powers: powers, scale: unit.scale, offset: unit.offset)
  }
}
