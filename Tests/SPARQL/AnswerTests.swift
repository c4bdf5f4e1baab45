import RDF
import SPARQL
import Testing

@Suite("What the functions of the standard compute") struct AnswerTests {
  private func value(_ expression: String) throws -> String? {
    guard case .solutions(_, let rows) = try Query("SELECT (\(expression) AS ?v) {}").answer(on: MemoryDataset()) else { return nil }
    return rows[0][0].map { PrefixMap.common.shorten("\($0)") ?? "\($0)".replacing(Vocabulary.XSD.namespace, with: "xsd:") }
  }

  @Test("Numbers are exact, and promoted as XPath says", arguments: [
    ("0.1 + 0.2", "\"0.3\"^^<xsd:decimal>"), ("1 / 3", "\"0.333333333333333333\"^^<xsd:decimal>"), ("6 / 2", "\"3\"^^<xsd:decimal>"),
    ("9223372036854775807 + 1", "\"9223372036854775808\"^^<xsd:integer>"),
    ("170141183460469231731687303715884105727 + 1", nil), ("1 / 0", nil), ("1e0 / 0", "\"INF\"^^<xsd:double>"),
    ("1 + 1.5", "\"2.5\"^^<xsd:decimal>"), ("1 + 1.5e0", "\"2.5E0\"^^<xsd:double>"), ("'1'^^xsd:float + 1.5", "\"2.5E0\"^^<xsd:float>"),
    ("2 * 3 - 4 / 8", "\"5.5\"^^<xsd:decimal>"), ("-(-2)", "\"2\"^^<xsd:integer>"), ("'x' + 1", nil), ("'01'^^xsd:byte + 1", "\"2\"^^<xsd:integer>"),
    ("'300'^^xsd:byte + 1", nil), ("ROUND(-2.5)", "\"-2\"^^<xsd:decimal>"), ("ROUND(2.5)", "\"3\"^^<xsd:decimal>"), ("CEIL(-0.5)", "\"0\"^^<xsd:decimal>"),
    ("FLOOR(-0.5)", "\"-1\"^^<xsd:decimal>"), ("ABS(-1.50)", "\"1.5\"^^<xsd:decimal>"), ("1000000.0e0 * 10", "\"1.0E7\"^^<xsd:double>"),
  ] as [(String, String?)])
  func numbers(expression: String, expected: String?) throws { #expect(try value(expression) == expected) }

  @Test("Errors follow three-valued logic", arguments: [
    ("1/0 = 1 || true", "true"), ("1/0 = 1 && false", "false"), ("1/0 = 1 || false", nil), ("1/0 = 1 && true", nil), ("!(1/0 = 1)", nil),
    ("COALESCE(1/0, true)", "true"), ("IF(1/0, 1, 2)", nil), ("1 IN (1/0, 1)", "true"), ("1 IN (1/0, 2)", nil), ("1 NOT IN (2, 3)", "true"), ("1 NOT IN ()", "true"),
    ("'a' < 1", nil), ("<urn:a> = 1", "false"), ("'a'@en = 'a'", "false"), ("'x'^^<urn:t> = 'y'^^<urn:t>", nil), ("'x'^^<urn:t> = 'x'^^<urn:t>", "true"),
    ("'é' = 'e\u{301}'", "false"), ("1 = 1.0", "true"), ("'NaN'^^xsd:double = 'NaN'^^xsd:double", "false"),
  ] as [(String, String?)])
  func logic(expression: String, expected: String?) throws {
    #expect(try value(expression) == expected.map { "\"\($0)\"^^<xsd:boolean>" })
  }

  @Test("Texts are counted and cut in characters, and keep their language", arguments: [
    ("STRLEN('añ😀')", "\"3\"^^<xsd:integer>"), ("SUBSTR('motor car', 6)", "\" car\""), ("SUBSTR('metadata', 4, 3)", "\"ada\""),
    ("SUBSTR('12345', 1.5, 2.6)", "\"234\""), ("SUBSTR('12345', 0, 3)", "\"12\""), ("SUBSTR('añ😀b'@de, 2, 2)", "\"ñ😀\"@de"), ("UCASE('straße'@de)", "\"STRASSE\"@de"),
    ("STRBEFORE('abc'@en, 'b')", "\"a\"@en"), ("STRBEFORE('abc'@en, 'z')", "\"\""), ("STRAFTER('abc'@en, '')", "\"abc\"@en"), ("STRAFTER('abc', 'b'@en)", nil),
    ("CONCAT('a'@en, 'b'@en)", "\"ab\"@en"), ("CONCAT('a'@en, 'b')", "\"ab\""), ("ENCODE_FOR_URI('a b/ü')", "\"a%20b%2F%C3%BC\""),
    ("REPLACE('abracadabra', 'bra', '*')", "\"a*cada*\""), ("REPLACE('abracadabra', 'a.*a', '*')", "\"*\""), ("REPLACE('abracadabra', 'a.*?a', '*')", "\"*c*bra\""),
    ("REPLACE('abcd', '(ab)|(a)', '[1=$1][2=$2]')", "\"[1=ab][2=]cd\""), ("REPLACE('darted', '^(.*?)d(.*)$', '$1c$2')", "\"carted\""),
    ("REPLACE('abc', 'x*', '-')", nil), ("REPLACE('AbC', 'b', 'x', 'i')", "\"AxC\""), ("REPLACE('a.b', '.', '-', 'q')", "\"a-b\""),
    ("MD5('abc')", "\"900150983cd24fb0d6963f7d28e17f72\""), ("SHA1('abc')", "\"a9993e364706816aba3e25717850c26c9cd0d89d\""),
    ("SHA256('abc')", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""),
    ("LANGMATCHES('de-AT', 'DE')", "\"true\"^^<xsd:boolean>"), ("LANGMATCHES('den', 'de')", "\"false\"^^<xsd:boolean>"), ("LANG('a'@EN)", "\"en\""),
  ] as [(String, String?)])
  func texts(expression: String, expected: String?) throws { #expect(try value(expression) == expected) }

  @Test("Regular expressions are those of XPath", arguments: [
    ("'helloworld', '^hello'", true), ("'a\\nb', 'a.b'", false), ("'a\\nb', 'a.b', 's'", true), ("'a\\nb', '^b$'", false), ("'a\\nb', '^b$', 'm'", true),
    ("'ÄB', 'äb', 'i'", true), ("'hello world', 'hello\\\\ world', 'x'", false), ("'helloworld', 'hello world', 'x'", true), ("'x1', '\\\\p{Lu}'", false),
    ("'aXb', '\\\\p{Lu}'", true), ("'abc', '[a-z-[b]]{2}'", false), ("'acc', '[a-z-[b]]{2}'", true), ("'a]', '[\\\\]]'", true), ("'2024', '^\\\\d{4}$'", true),
    ("'ab', '(?:ab)+'", true), ("'', '^$'", true), ("'a', 'b?'", true),
  ])
  func regularExpressions(arguments: String, expected: Bool) throws { #expect(try value("REGEX(\(arguments))") == "\"\(expected)\"^^<xsd:boolean>") }

  @Test("Times are compared on the time line", arguments: [
    ("'2024-01-01T00:00:00Z'^^xsd:dateTime = '2024-01-01T01:00:00+01:00'^^xsd:dateTime", "true"),
    ("'2024-01-01T00:00:00'^^xsd:dateTime < '2024-01-01T01:00:00Z'^^xsd:dateTime", nil),
    ("'2024-01-01T00:00:00'^^xsd:dateTime < '2024-01-03T00:00:00Z'^^xsd:dateTime", "true"),
    ("'2024-02-29'^^xsd:date < '2024-03-01'^^xsd:date", "true"), ("'2023-02-29'^^xsd:date = '2023-02-29'^^xsd:date", "true"),
    ("'2023-02-29'^^xsd:date < '2024-02-29'^^xsd:date", nil), ("NOW() = NOW()", "true"),
  ] as [(String, String?)])
  func times(expression: String, expected: String?) throws {
    #expect(try value(expression) == expected.map { "\"\($0)\"^^<xsd:boolean>" })
  }

  @Test("Casts follow XPath", arguments: [
    ("xsd:integer('  12 ')", "\"12\"^^<xsd:integer>"), ("xsd:integer(12.9)", "\"12\"^^<xsd:integer>"), ("xsd:integer('1.5')", nil), ("xsd:boolean('1')", "\"true\"^^<xsd:boolean>"),
    ("xsd:string(1e10)", "\"1.0E10\""), ("xsd:string(1.50)", "\"1.5\""), ("xsd:decimal(1.5e0)", "\"1.5\"^^<xsd:decimal>"), ("xsd:dateTime('x')", nil),
    ("xsd:double('INF')", "\"INF\"^^<xsd:double>"), ("xsd:date('2024-01-01T10:00:00Z'^^xsd:dateTime)", "\"2024-01-01Z\"^^<xsd:date>"), ("<urn:nope>(1)", nil),
  ] as [(String, String?)])
  func casts(expression: String, expected: String?) throws { #expect(try value(expression) == expected) }
}
