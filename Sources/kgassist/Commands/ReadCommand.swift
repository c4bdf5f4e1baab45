import Foundation
import Wire

enum ReadCommand: Command {
  static let name = "read"
  static let summary = "the text, boxes, tables and charts of a picture"
  static let usage = ["read FILE... [--json]"]
  static let flags = [Flag.json]
  static let notes = """
    Reads PNG, JPEG (with the program djpeg) and pages of a PDF (with pdftoppm). Lines come in the order in which a person would
    read them; tables follow as rows whose cells are parted by tabs,
    and the values of a bar, line or pie chart with how far each may be off. --json prints one object a file, with the box of every line and word.

    Exit codes: 0 read, 65 the file cannot be decoded or holds no text, 66 there is no such file, 69 no daemon.

      kgassist read page.png
      kgassist read --json receipt.jpg
    """

  static func run(_ arguments: Arguments) throws -> Int32 {
    guard !arguments.words.isEmpty else { throw Failure.usage("read needs at least one file") }
    let daemon = try DaemonClient()
    for path in arguments.words {
      let reply = try daemon.send(["v1", "read"], [:], bytes: try InputFile.bytes(of: path), as: ReadReply.self)
      if arguments.has("--json") {
        Terminal.print(String(decoding: try WireJSON.encode(reply), as: UTF8.self))
        continue
      }
      if arguments.words.count > 1 { Terminal.say("\(path):") }
      Terminal.print(Terminal.harmless(reply.text))
      for table in reply.pages.flatMap(\.tables) {
        Terminal.print("")
        for row in table.rows { Terminal.print(row.map { Terminal.harmless($0) }.joined(separator: "\t")) }
      }
      for page in reply.pages { printChart(page) }
    }
    return ExitCode.done
  }

  /// Kind and axis on a line each, then a row a category and a column a series; what could not be read is a dash.
  private static func printChart(_ page: ReadReply.Page) {
    if let refusal = page.chart_refusal { Terminal.say("this looks like a chart, but no values are read off it: \(refusal)") }
    guard let chart = page.chart else { return }
    let kind = [chart.horizontal ? "horizontal" : nil, chart.arrangement == "single" ? nil : chart.arrangement, chart.kind, "chart"].compactMap(\.self).joined(separator: " ")
    Terminal.print("")
    Terminal.print(Terminal.harmless(kind + (chart.title.map { ": \($0)" } ?? "")))
    if let axis = chart.axis, let first = axis.ticks.first, let last = axis.ticks.last {
      let name = axis.title.map { " \($0)" } ?? ""
      Terminal.print(Terminal.harmless("axis\(name): \(axis.scale), from \(last.text) to \(first.text)\(axis.unit.isEmpty ? "" : ", in \(axis.unit)")"))
    }
    Terminal.print(([""] + chart.series.map { Terminal.harmless($0.name ?? $0.color) }).joined(separator: "\t"))
    for (i, category) in chart.categories.enumerated() {
      let cells = chart.series.map { series in
        i < series.values.count ? series.values[i].map { "\(text($0.value)) ±\(text($0.error))" } ?? "-" : "-"
      }
      Terminal.print(([Terminal.harmless(category)] + cells).joined(separator: "\t"))
    }
  }

  private static func text(_ value: Double) -> String { value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value) }
}
