/// The units the program knows, by every way they are commonly written.
enum UnitTable {
  /// Case counts where two units differ only by it (mm and Mm never meet; mW and MW, B and b do).
  static func unit(_ text: String) -> Unit? { exact[text] ?? folded[text.lowercased()] }

  /// The longest spelling, in words: bounds how far a reader looks ahead.
  static let longestWords = 4

  private static let exact: [String: Unit] = {
    var table: [String: Unit] = [:]
    for (symbol, dimension, scale, offset, spellings) in rows {
      let unit = Unit(symbol: symbol, dimension: dimension, scale: scale, offset: offset)
      for spelling in spellings.split(separator: "|") { table[String(spelling)] = unit }
    }
    return table
  }()

  private static let folded: [String: Unit] = {
    var table: [String: Unit] = [:]
    for (spelling, unit) in exact where spelling.utf8.count > 2 || spelling == spelling.lowercased() {
      table[spelling.lowercased()] = unit
    }
    return table
  }()

  private static let time = Dimension([.time: 1])
  private static let length = Dimension([.length: 1])
  private static let mass = Dimension([.mass: 1])
  private static let volume = Dimension([.length: 3])
  private static let area = Dimension([.length: 2])
  private static let amount = Dimension([.amount: 1])
  private static let information = Dimension([.information: 1])
  private static let pressure = Dimension([.pressure: 1])
  private static let energy = Dimension([.energy: 1])
  private static let power = Dimension([.power: 1])
  private static let share = Dimension([.share: 1])
  private static let activity = Dimension([.activity: 1])
  private static func money(_ code: String) -> Dimension { Dimension([.currency(code): 1]) }
  private static func counted(_ what: String) -> Dimension { Dimension([.counted(what): 1]) }

  private static let day = 86_400.0
  private static let year = 365.25 * day

  private static let rows: [(String, Dimension, Double, Double, String)] = [
    ("%", share, 0.01, 0, "%|percent|per cent|percentage points|percentage point|pct"),
    ("basis points", share, 0.0001, 0, "bps|bp|basis points|basis point"),
    ("$", money("USD"), 1, 0, "$|USD|US$|dollar|dollars|US dollars|usd"),
    ("cents", money("USD"), 0.01, 0, "cent|cents"),
    ("€", money("EUR"), 1, 0, "€|EUR|euro|euros"),
    ("£", money("GBP"), 1, 0, "£|GBP|pound sterling|pounds sterling|pounds"),
    ("¥", money("JPY"), 1, 0, "¥|JPY|yen"),
    ("₹", money("INR"), 1, 0, "₹|INR|rupees|rupee"),
    ("CHF", money("CHF"), 1, 0, "CHF|francs|Swiss francs"),
    ("currency", money(""), 1, 0, "currency"),
    ("ns", time, 1e-9, 0, "ns|nanosecond|nanoseconds"),
    ("µs", time, 1e-6, 0, "µs|μs|us|microsecond|microseconds"),
    ("ms", time, 1e-3, 0, "ms|msec|millisecond|milliseconds"),
    ("s", time, 1, 0, "s|sec|secs|second|seconds"),
    ("minutes", time, 60, 0, "min|mins|minute|minutes"),
    ("hours", time, 3600, 0, "h|hr|hrs|hour|hours"),
    ("days", time, day, 0, "d|day|days|calendar days"),
    ("business days", counted("business day"), 1, 0,
      "business days|business day|working days|working day|workdays|workday"),
    ("weeks", time, 7 * day, 0, "wk|week|weeks"),
    ("months", time, year / 12, 0, "month|months|mo"),
    ("years", time, year, 0, "yr|yrs|year|years|years old|years of age|year old|year|years of service"),
    ("nm", length, 1e-9, 0, "nm|nanometre|nanometres|nanometer|nanometers"),
    ("µm", length, 1e-6, 0, "µm|μm|micrometre|micrometres|micrometer|micrometers|microns|micron"),
    ("mm", length, 1e-3, 0, "mm|millimetre|millimetres|millimeter|millimeters"),
    ("cm", length, 1e-2, 0, "cm|centimetre|centimetres|centimeter|centimeters"),
    ("m", length, 1, 0, "m|metre|metres|meter|meters"),
    ("km", length, 1e3, 0, "km|kilometre|kilometres|kilometer|kilometers"),
    ("inches", length, 0.0254, 0, "inch|inches"),
    ("feet", length, 0.3048, 0, "ft|foot|feet"),
    ("miles", length, 1609.344, 0, "mi|mile|miles"),
    ("m²", area, 1, 0, "m2|m²|m^2|square metres|square meters|square metre|square meter"),
    ("km²", area, 1e6, 0, "km2|km²|square kilometres|square kilometers"),
    ("hectares", area, 1e4, 0, "ha|hectare|hectares"),
    ("square feet", area, 0.09290304, 0, "sq ft|square feet|square foot"),
    ("m³", volume, 1, 0, "m3|m³|cubic metres|cubic meters|cubic metre|cubic meter"),
    ("L", volume, 1e-3, 0, "L|l|litre|litres|liter|liters"),
    ("dL", volume, 1e-4, 0, "dL|dl|decilitre|deciliter"),
    ("mL", volume, 1e-6, 0, "mL|ml|millilitre|millilitres|milliliter|milliliters|cc"),
    ("µL", volume, 1e-9, 0, "µL|μL|uL|microlitre|microlitres|microliter|microliters"),
    ("gallons", volume, 0.003785411784, 0, "gal|gallon|gallons"),
    ("ng", mass, 1e-12, 0, "ng|nanogram|nanograms"),
    ("µg", mass, 1e-9, 0, "µg|μg|ug|mcg|microgram|micrograms"),
    ("mg", mass, 1e-6, 0, "mg|milligram|milligrams"),
    ("g", mass, 1e-3, 0, "g|gram|grams|gm"),
    ("kg", mass, 1, 0, "kg|kgs|kilo|kilos|kilogram|kilograms"),
    ("tonnes", mass, 1e3, 0, "t|tonne|tonnes|metric ton|metric tons|tons|ton"),
    ("lb", mass, 0.45359237, 0, "lb|lbs"),
    ("oz", mass, 0.028349523125, 0, "oz|ounce|ounces"),
    ("nmol", amount, 1e-9, 0, "nmol"), ("µmol", amount, 1e-6, 0, "µmol|μmol|umol"),
    ("mmol", amount, 1e-3, 0, "mmol|millimole|millimoles"), ("mol", amount, 1, 0, "mol|mole|moles"),
    ("mEq", Dimension([.counted("equivalent"): 1]), 1e-3, 0, "mEq|meq"),
    ("°C", Dimension([.temperature: 1]), 1, 273.15, "°C|° C|degrees Celsius|degree Celsius|Celsius|degrees C|℃"),
    ("°F", Dimension([.temperature: 1]), 5.0 / 9, 459.67 * 5 / 9,
      "°F|° F|degrees Fahrenheit|Fahrenheit|degrees F|℉"),
    ("K", Dimension([.temperature: 1]), 1, 0, "K|kelvin"),
    ("bit", information, 0.125, 0, "bit|bits"),
    ("bytes", information, 1, 0, "B|byte|bytes"),
    ("kB", information, 1e3, 0, "KB|kB|kilobyte|kilobytes"), ("KiB", information, 1024, 0, "KiB|kibibyte|kibibytes"),
    ("MB", information, 1e6, 0, "MB|megabyte|megabytes"),
    ("MiB", information, 1_048_576, 0, "MiB|mebibyte|mebibytes"),
    ("GB", information, 1e9, 0, "GB|gigabyte|gigabytes"),
    ("GiB", information, 1_073_741_824, 0, "GiB|gibibyte|gibibytes"),
    ("TB", information, 1e12, 0, "TB|terabyte|terabytes"),
    ("TiB", information, 1_099_511_627_776, 0, "TiB|tebibyte|tebibytes"),
    ("PB", information, 1e15, 0, "PB|petabyte|petabytes"),
    ("Kbit", information, 125, 0, "kbit|Kbit|kilobits"), ("Mbit", information, 125_000, 0, "Mbit|Mb|megabits"),
    ("Gbit", information, 125_000_000, 0, "Gbit|Gb|gigabits"),
    ("Mbit/s", information / time, 125_000, 0, "Mbps|mbps"), ("Gbit/s", information / time, 125e6, 0, "Gbps|gbps"),
    ("mmHg", pressure, 133.322387415, 0, "mmHg|mm Hg|millimetres of mercury|millimeters of mercury"),
    ("Pa", pressure, 1, 0, "Pa|pascal|pascals"), ("hPa", pressure, 100, 0, "hPa"),
    ("kPa", pressure, 1e3, 0, "kPa|kilopascal|kilopascals"), ("bar", pressure, 1e5, 0, "bar|bars"),
    ("psi", pressure, 6894.757293168, 0, "psi"),
    ("J", energy, 1, 0, "J|joule|joules"), ("kJ", energy, 1e3, 0, "kJ|kilojoules"),
    ("kcal", energy, 4184, 0, "kcal|kilocalories|calories"), ("kWh", energy, 3.6e6, 0, "kWh|kilowatt hours"),
    ("MWh", energy, 3.6e9, 0, "MWh"),
    ("W", power, 1, 0, "W|watt|watts"), ("kW", power, 1e3, 0, "kW|kilowatt|kilowatts"),
    ("MW", power, 1e6, 0, "MW|megawatt|megawatts"), ("GW", power, 1e9, 0, "GW|gigawatts"),
    ("V", Dimension([.electricity: 1]), 1, 0, "V|volt|volts"), ("kV", Dimension([.electricity: 1]), 1e3, 0, "kV"),
    ("mA", Dimension([.electricity: 1, .counted("ampere"): 1]), 1e-3, 0, "mA"),
    ("A", Dimension([.electricity: 1, .counted("ampere"): 1]), 1, 0, "ampere|amperes|amps|amp"),
    ("IU", activity, 1, 0, "IU|international units|international unit"), ("units", activity, 1, 0, "U|mU"),
    ("Hz", Dimension([.time: -1]), 1, 0, "Hz|hertz"), ("kHz", Dimension([.time: -1]), 1e3, 0, "kHz"),
    ("MHz", Dimension([.time: -1]), 1e6, 0, "MHz"), ("GHz", Dimension([.time: -1]), 1e9, 0, "GHz"),
    ("bpm", Dimension([.counted("beat"): 1, .time: -1]), 1.0 / 60, 0,
      "bpm|beats per minute|beats/min|beats a minute"),
    ("°", Dimension([.angle: 1]), 1, 0, "°|degrees|degree"),
    ("mL/min/1.73m2", Dimension([.length: 3, .time: -1, .bodySurface: -1]), 1e-6 / 60, 0,
      "mL/min/1.73m2|mL/min/1.73 m2|mL/min/1.73m²|mL/min/1.73 m²|mL/min per 1.73 m2|mL/min per 1.73 m²"
        + "|ml/min/1.73m2|ml/min/1.73 m2|ml/min/1.73m²|ml/min/1.73 m²|mL/min/1.73m^2|mL/min/1.73 m^2"),
    ("kg/m²", mass / area, 1, 0, "kg/m2|kg/m²|kg/m^2"),
    ("km/h", length / time, 1 / 3.6, 0, "km/h|kph|kmh|kilometres per hour|kilometers per hour"),
    ("mph", length / time, 0.44704, 0, "mph|miles per hour"),
    ("times", Dimension([.counted("time"): 1]), 1, 0, "x|×|fold|-fold|times"),
  ]
}
