internal import RDF

/// What FILTER, BIND, SELECT and the modifiers compute. Section 17.
indirect enum Expression: Sendable {
  case variable(Variable)
  case term(Term)
  case or([Expression])
  case and([Expression])
  case not(Expression)
  case compare(Comparison, Expression, Expression)
  case membership(Expression, [Expression], isNegated: Bool)
  /// From left to right: `first`, then one operator and operand after the other.
  case arithmetic(Expression, [(operation: Arithmetic, operand: Expression)])
  case negative(Expression)
  case call(Builtin, [Expression])
  /// A function by its IRI: the casts of XSD.
  case function(String, [Expression])
  case exists(Algebra, isNegated: Bool)
  case aggregate(Aggregate)
}

enum Comparison: Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

enum Arithmetic: Sendable {
  case add, subtract, multiply, divide
}

/// COUNT and its like. Section 18.5.1.
struct Aggregate: Sendable {
  enum Function: String, Sendable {
    case count = "COUNT", sum = "SUM", average = "AVG", minimum = "MIN", maximum = "MAX", sample = "SAMPLE", concatenation = "GROUP_CONCAT"
  }

  let function: Function
  let isDistinct: Bool
  /// Nil for `COUNT(*)`.
  let argument: Expression?
  let separator: String
}

/// The functions of the standard by their names, with how many arguments they take.
enum Builtin: String, Sendable {
  case str = "STR", lang = "LANG", langMatches = "LANGMATCHES", datatype = "DATATYPE", bound = "BOUND", iri = "IRI", uri = "URI"
  case bnode = "BNODE", rand = "RAND", abs = "ABS", ceil = "CEIL", floor = "FLOOR", round = "ROUND", concat = "CONCAT"
  case strLength = "STRLEN", upperCase = "UCASE", lowerCase = "LCASE", encodeForURI = "ENCODE_FOR_URI", contains = "CONTAINS"
  case startsWith = "STRSTARTS", endsWith = "STRENDS", before = "STRBEFORE", after = "STRAFTER", year = "YEAR", month = "MONTH"
  case day = "DAY", hours = "HOURS", minutes = "MINUTES", seconds = "SECONDS", timezone = "TIMEZONE", tz = "TZ", now = "NOW"
  case uuid = "UUID", structUUID = "STRUUID", md5 = "MD5", sha1 = "SHA1", sha256 = "SHA256", sha384 = "SHA384", sha512 = "SHA512"
  case coalesce = "COALESCE", conditional = "IF", strLang = "STRLANG", strDatatype = "STRDT", sameTerm = "SAMETERM"
  case isIRI = "ISIRI", isURI = "ISURI", isBlank = "ISBLANK", isLiteral = "ISLITERAL", isNumeric = "ISNUMERIC", regex = "REGEX"
  case substring = "SUBSTR", replace = "REPLACE"
  // SPARQL 1.2.
  case triple = "TRIPLE", subject = "SUBJECT", predicate = "PREDICATE", object = "OBJECT", isTriple = "ISTRIPLE"
  case langDirection = "LANGDIR", hasLang = "HASLANG", hasLangDirection = "HASLANGDIR", strLangDirection = "STRLANGDIR"

  var arguments: ClosedRange<Int> {
    switch self {
    case .rand, .now, .uuid, .structUUID: 0...0
    case .bnode: 0...1
    case .langMatches, .contains, .startsWith, .endsWith, .before, .after, .strLang, .strDatatype, .sameTerm: 2...2
    case .regex, .substring: 2...3
    case .conditional, .triple, .strLangDirection: 3...3
    case .replace: 3...4
    case .concat, .coalesce: 0...Int.max
    default: 1...1
    }
  }
}
