/// How the store tells kinds of sources apart in a row.
enum SourceKind: Int64 {
  case document = 1
  case file = 2
  case rule = 3
  case person = 4
}
