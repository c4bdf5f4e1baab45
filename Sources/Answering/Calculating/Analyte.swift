internal import Foundation

/// A substance that is measured by mass or by amount: 126 mg/dL of glucose are 7 mmol/L.
///
/// The table holds molar masses; with one, mass and amount of a substance, and their concentrations, convert into each other.
struct Analyte: Sendable {
  /// Grams in one mole.
  let molarMass: Double

  /// The substance that the first of these texts names; a longer name is the more exact one.
  static func named(in texts: [String]) -> Analyte? {
    for text in texts {
      let words = " " + Word.words(in: text).map(\.folded).joined(separator: " ") + " "
      let found = table.filter { words.contains(" " + $0.name + " ") || words.contains(" " + $0.name + "s ") }
      if let best = found.max(by: { $0.name.utf8.count < $1.name.utf8.count }) { return Analyte(molarMass: best.mass) }
    }
    return nil
  }

  /// The quantity in a unit that measures the same by mass instead of by amount, or the other way round; else `nil`.
  func convert(_ quantity: Quantity, to unit: Unit) -> Quantity? {
    let kilograms = molarMass / 1000
    if quantity.unit.dimension * Self.massPerMole == unit.dimension {
      return Quantity(quantity.base * kilograms / unit.scale, unit)
    }
    if quantity.unit.dimension / Self.massPerMole == unit.dimension {
      return Quantity(quantity.base / kilograms / unit.scale, unit)
    }
    return nil
  }

  private static let massPerMole = Dimension([.mass: 1, .amount: -1])

  /// Names in lower case, grams in one mole. Cholesterol as in its fractions; triglycerides as triolein; urea nitrogen as
  /// the two nitrogen atoms; haemoglobin as its monomer.
  private static let table: [(name: String, mass: Double)] = {
    var table: [(name: String, mass: Double)] = []
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: ":")
      guard parts.count == 2, let mass = Double(parts[0].trimmingCharacters(in: .whitespaces)) else { continue }
      for name in parts[1].split(separator: ",") { table.append((name.trimmingCharacters(in: .whitespaces), mass)) }
    }
    return table
  }()

  private static let lines = """
    180.16: glucose, blood sugar, plasma glucose
    386.65: cholesterol, ldl, hdl, ldl c, hdl c, ldl cholesterol, hdl cholesterol
    885.7: triglyceride, triglycerides
    113.12: creatinine
    60.06: urea
    28.014: bun, urea nitrogen, blood urea nitrogen
    168.11: uric acid, urate
    584.66: bilirubin
    40.078: calcium
    24.305: magnesium
    30.974: phosphate, phosphorus
    22.990: sodium
    39.098: potassium
    35.453: chloride
    90.08: lactate, lactic acid
    16114: haemoglobin, hemoglobin
    55.845: iron
    17.031: ammonia
    6.94: lithium
    400.64: vitamin d, 25 hydroxyvitamin d, calcidiol
    1355.4: vitamin b12, cobalamin, b12
    441.4: folate, folic acid
    362.46: cortisol
    288.42: testosterone
    272.38: estradiol, oestradiol
    776.87: thyroxine, free t4
    151.16: paracetamol, acetaminophen
    180.17: theophylline
    780.94: digoxin
    252.27: phenytoin
    46.07: ethanol, alcohol
    135.18: homocysteine
    63.546: copper
    65.38: zinc
    207.2: lead
    """
}
