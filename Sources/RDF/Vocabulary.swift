/// The IRIs that the program itself knows by name.
public enum Vocabulary {
  public enum RDF {
    public static let namespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    public static let type = namespace + "type"
    public static let first = namespace + "first"
    public static let rest = namespace + "rest"
    public static let `nil` = namespace + "nil"
    public static let langString = namespace + "langString"
    public static let dirLangString = namespace + "dirLangString"
    public static let reifies = namespace + "reifies"
    public static let property = namespace + "Property"
  }

  public enum RDFS {
    public static let namespace = "http://www.w3.org/2000/01/rdf-schema#"
    public static let label = namespace + "label"
    public static let comment = namespace + "comment"
    public static let subClassOf = namespace + "subClassOf"
    public static let subPropertyOf = namespace + "subPropertyOf"
    public static let domain = namespace + "domain"
    public static let range = namespace + "range"
    public static let seeAlso = namespace + "seeAlso"
    public static let `class` = namespace + "Class"
  }

  public enum OWL {
    public static let namespace = "http://www.w3.org/2002/07/owl#"
    public static let sameAs = namespace + "sameAs"
    public static let inverseOf = namespace + "inverseOf"
    public static let functionalProperty = namespace + "FunctionalProperty"
    public static let inverseFunctionalProperty = namespace + "InverseFunctionalProperty"
  }

  public enum SKOS {
    public static let namespace = "http://www.w3.org/2004/02/skos/core#"
    public static let prefLabel = namespace + "prefLabel"
    public static let altLabel = namespace + "altLabel"
    public static let definition = namespace + "definition"
    public static let broader = namespace + "broader"
    public static let related = namespace + "related"
  }

  public enum DCTerms {
    public static let namespace = "http://purl.org/dc/terms/"
    public static let source = namespace + "source"
    public static let title = namespace + "title"
    public static let isPartOf = namespace + "isPartOf"
  }

  public enum XSD {
    public static let namespace = "http://www.w3.org/2001/XMLSchema#"
    public static let string = namespace + "string"
    public static let boolean = namespace + "boolean"
    public static let integer = namespace + "integer"
    public static let decimal = namespace + "decimal"
    public static let double = namespace + "double"
    public static let float = namespace + "float"
    public static let date = namespace + "date"
    public static let dateTime = namespace + "dateTime"
    public static let gYear = namespace + "gYear"
    public static let anyURI = namespace + "anyURI"

    /// The datatypes whose values are numbers.
    public static let numeric: Set<String> = Set(
      [
        "integer", "decimal", "double", "float", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
      ].map { namespace + $0 })
  }

  /// The project's own terms; `Graphs/vocabulary.ttl` defines them.
  public enum KG {
    public static let namespace = "urn:kgassist:vocabulary:"
    public static let concept = namespace + "Concept"
    public static let prerequisite = namespace + "prerequisite"
    public static let threshold = namespace + "threshold"
    public static let thresholdClass = namespace + "Threshold"
    public static let quantity = namespace + "quantity"
    public static let comparison = namespace + "comparison"
    public static let value = namespace + "value"
    public static let unit = namespace + "unit"
    public static let conclusion = namespace + "conclusion"
    public static let otherwise = namespace + "otherwise"
    public static let formula = namespace + "formula"
    public static let formulaClass = namespace + "Formula"
    public static let expression = namespace + "expression"
    public static let input = namespace + "input"
    public static let inputClass = namespace + "Input"
    public static let symbol = namespace + "symbol"
    public static let result = namespace + "result"
    public static let confidence = namespace + "confidence"
    public static let validFrom = namespace + "validFrom"
    public static let validTo = namespace + "validTo"
    public static let singleValued = namespace + "SingleValued"
  }

  public static let finance = "urn:kgassist:finance:"
  public static let medical = "urn:kgassist:medical:"
  public static let code = "urn:kgassist:code:"
}
