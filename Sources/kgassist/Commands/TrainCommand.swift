import Wire

enum TrainCommand: Command {
  static let name = "train"
  static let summary = "trains on the graph, and tells what is trained"
  static let usage = [
    "train graph [--domain D] [--inferred] [--model M] [--rank N] [--epochs N] [--batch N] [--regulariser X] [--relation-weight X] [--seed N] [--fresh] [--detach] [--json]",
    "train status [--json]", "train curve [--domain D] [--output FILE]",
  ]
  static let flags = [
    Flag("--domain", "D", "finance, medical or code: its triples alone"),
    Flag("--inferred", "train on what rules inferred too"),
    Flag("--model", "M", "complex (default), distmult, cp, transe, rotate or rotate2"),
    Flag("--rank", "N", "dimensions, a multiple of 8; 256 unless given"),
    Flag("--epochs", "N", "passes over the triples at most; 40 unless given"),
    Flag("--batch", "N", "questions a step; 256 unless given"),
    Flag("--regulariser", "X", "weight of the regulariser; left out, it is found by short runs"),
    Flag("--relation-weight", "X", "weight of predicting relations; left out, it is found by short runs"),
    Flag("--seed", "N", "what is drawn; the same seed gives the same vectors"),
    Flag("--fresh", "from nothing, though there are older vectors or an interrupted training"),
    Flag("--detach", "do not wait; kgassist jobs shows how far it is"),
    Flag("--output", "FILE", "a new file for the curve; stdout unless given"), Flag.json,
  ]
  static let words = ["graph", "status", "curve"]
  static let notes = """
    train graph learns vectors of the graph's things and relations, from which kgassist graph predict tells missing links. They are kept beside the
    store and never mixed with what is stated. After a change of the graph training goes on from the older vectors; what was broken off with ctrl-C
    or kgassist jobs cancel is taken up again. Figures are of triples that were held out.

      kgassist train graph --domain medical
      kgassist graph predict metformin treats
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard arguments.words.count == 1 else { throw Failure.usage("train takes graph, status or curve") }
    switch arguments.words[0] {
    case "graph": return try graph(arguments)
    case "status": return try status(arguments)
    case "curve": return try curve(arguments)
    case let other: throw Failure.usage("train takes graph, status or curve, not \(other)")
    }
  }

  private static func status(_ arguments: Arguments) throws -> Int32 {
    let list = try DaemonClient().get(["v1", "train"], as: TrainedList.self)
    if arguments.has("--json") { return try GraphCommand.printed(list) }
    if list.graph.isEmpty { Terminal.say("nothing is trained; kgassist train graph trains the graph's embeddings") }
    for shape in list.graph { show(shape) }
    return ExitCode.done
  }

  private static func curve(_ arguments: Arguments) throws -> Int32 {
    var query: [String: String] = [:]
    query["domain"] = try arguments.domain()
    return try GraphCommand.picture(try DaemonClient().request("GET", ["v1", "train", "curve"], query), arguments)
  }
}
