import Wire

enum IngestCommand: Command {
  static let name = "ingest"
  static let summary = "files and folders into the store"
  static let usage = ["ingest PATH... [--domain D] [--replace] [--dry-run] [--detach] [--json]"]
  static let flags = [
    Flag("--domain", "D", "finance, medical or code: what the documents are about"),
    Flag("--replace", "take in again what the store holds under the same name, and drop the older one"),
    Flag("--dry-run", "only say what would be done"),
    Flag("--detach", "do not wait; the daemon goes on, `kgassist jobs` shows how far it is"),
    Flag.json,
  ]
  static let notes = """
    Reads .txt .md .html .csv .tsv .json .jsonl .pdf .ttl .nt and source files; folders are walked, hidden files left out.
    A .jsonl file whose lines carry `text` is one document a line. What the store holds already is passed over, so an
    ingest that was broken off is simply begun again. Ctrl-C cancels what is left.

    Exit codes: 0 done, 13 some documents failed, 65 the document cannot be read, 66 a path is missing, 77 not permitted.

      kgassist ingest notes/ --domain code
      kgassist ingest report.pdf --replace
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard !arguments.words.isEmpty else { throw Failure.usage("name at least one file or folder: kgassist ingest PATH...") }
    let domain = try arguments.domain()
    let listing = try FileListing(arguments.words)
    var run = IngestRun(
      daemon: try DaemonClient(), domain: domain, replaces: arguments.has("--replace"),
      printsJSON: arguments.has("--json"))
    if arguments.has("--dry-run") { return try run.dryRun(listing) }
    return try run.ingest(listing, waits: !arguments.has("--detach"))
  }
}
