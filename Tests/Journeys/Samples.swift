/// Documents that journeys ask about. What they say is made up, so that only the document can be the source.
enum Samples {
  static let veltamine = """
    # Veltamine

    ## Dosing

    Veltamine is started at 250 mg once a day with the evening meal. The largest daily dose is 1500 mg.

    ## Renal function

    Veltamine is contraindicated when the eGFR is below 35 mL/min/1.73m2. Größere Dosen sind nicht erlaubt.

    ## Interactions

    Grapefruit juice doubles the plasma level of veltamine and should be avoided.
    """

  static let harbour = """
    Harbour Lane Holdings reported revenue of 48 million euros in 2023.
    The company was founded in Rotterdam by Ilse Verhoeven in 1987.
    Its dividend per share was 1.20 euros.
    """

  static let queue = #"""
    # A bounded queue

    The bounded queue in this project holds at most 64 elements. When it is full, `push` returns false
    and leaves the queue as it was; it never blocks.

    ```swift
    let accepted = queue.push(element)
    ```
    """#

  /// Two hundred short documents, enough work to be interrupted in.
  static func many(into folder: Folder) throws {
    for number in 0..<200 {
      let paragraphs = (0..<6).map { "Station \(number), paragraph \($0): the gauge read \(number * 7 + $0) millimetres." }
      try folder.write("station-\(number).txt", paragraphs.joined(separator: "\n\n"))
    }
  }
}
