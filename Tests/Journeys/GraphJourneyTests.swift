import Foundation
import Testing
import Wire

/// The graph from the command line, without any weights.
@Suite(.serialized) struct GraphJourneyTests {
  private static let turtle = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix x: <urn:x:> .
    @prefix kg: <urn:kgassist:vocabulary:> .
    x:partOf a owl:TransitiveProperty ; rdfs:label "is part of" . x:born a owl:FunctionalProperty ; rdfs:label "born in" .
    x:wheel rdfs:label "wheel" ; x:partOf x:car {| kg:confidence 0.5 |} . x:car rdfs:label "car" ; x:partOf x:fleet . x:fleet rdfs:label "fleet" .
    x:ada rdfs:label "Ada" ; x:born 1815 . x:lovelace rdfs:label "Ada" .
    """

  private func daemon() throws -> DaemonProcess {
    let daemon = try DaemonProcess()
    try daemon.start()
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end, try daemon.kgassist("status").status != 0 { usleep(20_000) }
    try daemon.folder.write("g.ttl", Self.turtle)
    let imported = try daemon.kgassist("graph", "import", daemon.folder.url.appending(path: "g.ttl").path)
    #expect(imported.status == 0, "\(imported.errors)")
    return daemon
  }

  @Test func aQueryGivesRowsInTheFormatThatIsAsked() throws {
    let daemon = try daemon()
    let query = "PREFIX x: <urn:x:> SELECT ?l { ?t x:partOf ?w . ?t rdfs:label ?l } ORDER BY ?l"
    #expect(try daemon.kgassist("graph", "query", query).output == "?l\n\"car\"\n\"wheel\"\n")
    #expect(try daemon.kgassist("graph", "query", query, "--format", "csv").output == "l\r\ncar\r\nwheel\r\n")
    #expect(try daemon.kgassist("graph", "query", "-", "--json", input: query).output.contains("\"bindings\""))
    let wrong = try daemon.kgassist("graph", "query", "SELECT ?x { ?x ?y }")
    #expect(wrong.status == 2 && wrong.errors.contains("line 1, column 19") && wrong.errors.contains("^"), "\(wrong.errors)")
  }

  @Test func anUpdateIsTriedThenMade() throws {
    let daemon = try daemon()
    let change = "PREFIX x: <urn:x:> DELETE { ?t x:partOf ?w } INSERT { ?w x:has ?t , [] } WHERE { ?t x:partOf ?w }"
    let tried = try daemon.kgassist("graph", "update", change, "--dry-run")
    #expect(tried.output == "4 triples would be added, 2 would be removed\n", "\(tried.errors)")
    let file = try daemon.folder.write("change.ru", change)
    #expect(try daemon.kgassist("graph", "update", file.path).output == "4 triples added, 2 removed\n")
    let piped = try daemon.kgassist("graph", "update", "-", "--json", input: "INSERT DATA { <urn:x:ada> <urn:x:born> 1816 }")
    let shape = try JSONDecoder().decode(GraphChangeShape.self, from: Data(piped.output.utf8))
    #expect(shape.inserted == 1 && shape.contradictions.first?.entity == "Ada")
    let listed = try daemon.kgassist("graph", "contradictions")
    #expect(listed.output.contains("Ada can have one value of born in at a time:"), "\(listed.output)")
    let load = try daemon.kgassist("graph", "update", "CLEAR ALL ; LOAD <http://example.org/x.ttl>")
    #expect(load.status == 2 && load.errors.contains("kgassist graph import"), "\(load.status) \(load.errors)")
    #expect(try daemon.kgassist("graph", "update", "nowhere.ru").status == 66)
    #expect(try daemon.kgassist("graph", "update").status == 2)
    let left = try daemon.kgassist("graph", "query", "ASK { <urn:x:car> <urn:x:has> <urn:x:wheel> }", "--json")
    #expect(left.output.contains("true"))
  }

  @Test func whatFollowsIsShownDrawnAndTakenBack() throws {
    let daemon = try daemon()
    #expect(try daemon.kgassist("graph", "infer", "--dry-run").output.hasPrefix("1 triples would be concluded"))
    let inferred = try daemon.kgassist("graph", "infer", "--json")
    let shape = try JSONDecoder().decode(InferenceShape.self, from: Data(inferred.output.utf8))
    #expect(shape.concluded == 1 && shape.contradictions == [])
    let shown = try daemon.kgassist("graph", "show", "wheel")
    #expect(shown.output.contains("fleet [inferred") && shown.output.contains("since wheel is part of car"), "\(shown.output)")
    let picture = daemon.folder.url.appending(path: "wheel.svg")
    #expect(try daemon.kgassist("graph", "draw", "wheel", "--output", picture.path).status == 0)
    let svg = try String(contentsOf: picture, encoding: .utf8)
    #expect(svg.hasPrefix("<?xml") && svg.contains("fleet") && svg.contains("stroke-dasharray"))
    #expect(try daemon.kgassist("graph", "draw", "wheel", "--output", picture.path).status != 0, "a file is never overwritten")
    #expect(try daemon.kgassist("graph", "draw", "wheel", "--format", "dot").output.hasPrefix("digraph"))
    #expect(try daemon.kgassist("graph", "draw", "nobody").status == 4)
    #expect(try daemon.kgassist("graph", "remove", "--subject", "car", "--predicate", "urn:x:partOf").output == "removed 1 triples\n")
    // The rules run again by themselves.
    let end = ContinuousClock.now + .seconds(30)
    var shownAgain = ""
    repeat { shownAgain = try daemon.kgassist("graph", "show", "wheel").output } while shownAgain.contains("fleet") && ContinuousClock.now < end
    #expect(!shownAgain.contains("fleet") && shownAgain.contains("car"))
  }

  @Test func twoNamesOfOneThingAreMergedAndSplit() throws {
    let daemon = try daemon()
    let merged = try daemon.kgassist("graph", "merge", "urn:x:ada", "urn:x:lovelace")
    #expect(merged.status == 0 && merged.output.contains("<urn:x:lovelace>"), "\(merged.errors)")
    #expect(try daemon.kgassist("graph", "split", "urn:x:ada", "urn:x:lovelace").status == 0)
    #expect(try daemon.kgassist("graph", "split", "urn:x:ada", "urn:x:lovelace").status == 4)
    let strangers = try daemon.kgassist("graph", "merge", "wheel", "car")
    #expect(strangers.status != 0 && strangers.errors.contains("no name in common"), "\(strangers.errors)")
  }

  @Test func whatIsExportedWithAnnotationsComesBackTheSame() throws {
    let daemon = try daemon()
    let turtle = try daemon.kgassist("graph", "export", "--format", "ttl").output
    #expect(turtle.contains("{| kg:confidence"), "\(turtle)")
    let lines = try daemon.kgassist("graph", "export").output.split(separator: "\n").count
    #expect(try daemon.kgassist("graph", "remove", "--all").status == 0)
    try daemon.folder.write("again.ttl", turtle)
    #expect(try daemon.kgassist("graph", "import", daemon.folder.url.appending(path: "again.ttl").path).status == 0)
    #expect(try daemon.kgassist("graph", "export").output.split(separator: "\n").count == lines)
    #expect(try daemon.kgassist("verify").status == 0)
  }
}
