import Foundation
import Kernels

/// What the command line of a benchmark says.
struct BenchArguments {
  var name = ""
  var model: String?
  var data: String?
  var threads: Int?
  var instructionSet = InstructionSet.best
  var runs = 5
  /// The most steps that a training of the fusion Transformer may take: to see that a case runs.
  var steps: Int?
  var peer = false
  /// Another peer than the usual one, by name.
  var otherPeer: String?
  /// Where a retrieval set's store is kept between runs.
  var store: String?
  /// How a decoder is written anew before it is measured.
  var weights: String?
  /// A folder of retrieval sets to judge by.
  var sets: String?

  struct Fault: Error, CustomStringConvertible { let description: String }

  static let usage = """
    kgassist-bench CASE [--model FILE] [--data FILE] [--threads N] [--isa avx512|avxvnni|avx2|neon|portable] [--runs N] [--peer] [--json]

    Cases
      decode   a prompt of 512 tokens read, then 64 tokens written; MODEL is a GGUF file
      graph-embedding  ComplEx trained to a given rank on validation; MODEL is a folder of train, valid and test.txt
      train    steps of LoRA, and what the shipped documents become worth to a decoder by it; MODEL is a GGUF file
      embed    256 sentences of mixed length to vectors, float32 and int8; MODEL is the text encoder's folder
      see      the recorded pages, or the pictures of DATA, read; MODEL is the folder PP-OCRv4
      hear     the recordings of --data FOLDER (../shared/data/audio), in a beam of five and by the likeliest token
      fusion   held-out edges of the store DATA asked in held-out wordings (Graphs/wordings.jsonl), beside a plain pipeline
      chains   questions over one to three hops of half a graph; DATA is the folder of MetaQA, unpacked
      reader   the reader of questions that ships, trained on the store DATA and written to Daemon/fusion; --runs tells more seeds
      linker   the linker of misspelt words that ships, taught on the store DATA and written to Daemon/fusion; --runs tells more seeds
      answerability  whether what was found answers, told by the rules and by a head taught for it, on copies of the store DATA with facts and sections of
               documents away; --runs tells more seeds, --store FOLDER keeps what was looked at and the head
      ask      the questions of DATA.jsonl answered from the store --store FILE, without the small weights that ship and with each
      passage-ranker  the ranker of passages that ships, taught on the sets of --sets FOLDER and written to Daemon/fusion; with DATA, a store
               with the shipped graphs, one taught what is committed alone is judged on them; --store FOLDER keeps what was taken in
      fusion-passages  passages that hybrid retrieval found for the sets in the folder DATA, ranked anew, each set by what
               learnt from the others; --store FOLDER keeps what was taken in
      fusion-pictures  the pictures of DATA, drawn by Tests/Reference/draw_topics.py, found by questions that mean one of them;
               --store FOLDER keeps what was read in them
      fusion-spoken  the recordings of DATA, spoken by Tests/Reference/speak_questions.py, to the things of the graph that they name;
               --store FILE is a store with the shipped graphs, what was heard is kept in DATA
      spoken-linker  the Transformer that tells which thing was named, trained on the same and written to Daemon/fusion
      terms    the spoken names of --data FOLDER, which speak_terms.py makes, without and with the names in the search
      load     from a cached file to the first token, and the memory that takes; MODEL is a GGUF file
      batch    eight answers at once beside one alone; MODEL is a GGUF file
      grounded answers that quote their evidence, with drafts from it beside without
      charts   values read off the charts of DATA, drawn by Tests/Reference/draw_charts.py; MODEL is the folder PP-OCRv4
      ask-charts  what Tests/Reference/ask_charts.py asks about the charts of DATA: right, wrong, abstained; MODEL is a store beside
               them, --store FOLDER keeps what was read
      kinds    kinds of the pictures of DATA, made by Tests/Reference/draw_kinds.py
      query    the recorded queries of DATA.jsonl on the triples of DATA.nt, all rows read
      graph    DATA, a file of N-Triples, loaded into a store; its size; look-ups of subjects
      retrieve the set in --data FOLDER found by words, by vectors and fused; --store FOLDER keeps what was taken in
      perplexity  of the committed text beside llama.cpp's; MODEL is a GGUF file, by default each that is there; with --weights T what
               is measured is MODEL as training writes it, its matrices as T, kept as --store FILE
      budget   every level of kernels beside the portable one, held against floors; fails below one
    The cases fusion, fusion-spoken and chains take --steps N, at most so many steps a training, to see that they run.
    One JSON object a line: the median of --runs runs. With --peer the same work is done by another program in the
    same minutes, run by run in turn, and `ratio` (above 1 is better than the peer) is printed; the peer's Python is
    taken from KGASSIST_REFERENCE_VENV, made by Tests/Reference/setup.sh. The cases graph and query know --peer=rdflib too.
    """

  init(_ words: [String]) throws {
    var words = words[...]
    func value(_ flag: String) throws -> String {
      guard let word = words.popFirst() else { throw Fault(description: "\(flag) needs a value") }
      return word
    }
    func count(_ flag: String) throws -> Int {
      let word = try value(flag)
      guard let number = Int(word), (1...1024).contains(number) else { throw Fault(description: "\(flag) \(word): a whole number from 1 to 1024 is needed") }
      return number
    }
    while let word = words.popFirst() {
      switch word {
      case "--model": model = try value(word)
      case "--data": data = try value(word)
      case "--threads": threads = try count(word)
      case "--runs": runs = try count(word)
      case "--steps": steps = try count(word)
      case "--store": store = try value(word)
      case "--weights": weights = try value(word)
      case "--sets": sets = try value(word)
      case "--peer": peer = true
      case "--peer=rdflib":
        peer = true
        otherPeer = "rdflib"
      case "--json": break  // every line is JSON already
      case "--isa":
        let level = try value(word)
        guard let known = InstructionSet(rawValue: level), InstructionSet.available.contains(known) else {
          throw Fault(description: "--isa \(level): this machine has \(InstructionSet.available.map(\.rawValue).joined(separator: ", "))")
        }
        instructionSet = known
      default:
        guard name.isEmpty, !word.hasPrefix("-") else { throw Fault(description: "unknown argument \(word)") }
        name = word
      }
    }
    guard !name.isEmpty else { throw Fault(description: "name a case") }
  }

  /// The script of a case's peer.
  func peerScript(_ name: String) -> String { otherPeer.map { "\(name)_\($0).py" } ?? "\(name).py" }

  var compute: Compute { Compute(pool: threads.map { ComputePool(threads: $0) } ?? .shared, instructionSet: instructionSet) }

  /// The folder of models where no --model was given.
  static var modelFolder: String {
    let environment = ProcessInfo.processInfo.environment
    let state = environment["XDG_STATE_HOME"] ?? NSHomeDirectory() + "/.local/state"
    return environment["KGASSIST_MODELS"] ?? state + "/kgassist/models"
  }
}
