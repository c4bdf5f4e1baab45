/// The programming languages whose files are cut at declarations.
enum SourceLanguage: String, Sendable, CaseIterable {
  case swift, python, javascript, typescript, c, cpp, java, go, rust, sql, shell

  init?(suffix: String) {
    switch suffix {
    case "swift": self = .swift
    case "py": self = .python
    case "js", "mjs", "cjs", "jsx": self = .javascript
    case "ts", "tsx": self = .typescript
    case "c", "h": self = .c
    case "cpp", "cc", "cxx", "hpp", "hh": self = .cpp
    case "java": self = .java
    case "go": self = .go
    case "rs": self = .rust
    case "sql": self = .sql
    case "sh", "bash": self = .shell
    default: return nil
    }
  }
}
