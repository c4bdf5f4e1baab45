/// What RDF Schema and a part of OWL say about all graphs.
///
/// RDF 1.1 Semantics, section 9 (rdfs2 to rdfs11); OWL 2 Profiles, section 4.3 (prp-*, eq-*). Left out is what tells nothing: that everything is a resource, that
/// every class is its own subclass, that everything is the same as itself.
public enum StandardRules {
  /// Without `owl:sameAs`.
  public static let schema: [InferenceRule] = [
    rule("domain (rdfs2)", "?p rdfs:domain ?c . ?x ?p ?y", "?x a ?c"),
    rule("range (rdfs3)", "?p rdfs:range ?c . ?x ?p ?y", "?y a ?c"),
    rule("subproperties of subproperties (rdfs5)", "?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r", "?p rdfs:subPropertyOf ?r"),
    rule("subproperty (rdfs7)", "?p rdfs:subPropertyOf ?q . ?x ?p ?y", "?x ?q ?y"),
    rule("subclass (rdfs9)", "?c rdfs:subClassOf ?d . ?x a ?c", "?x a ?d"),
    rule("subclasses of subclasses (rdfs11)", "?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e", "?c rdfs:subClassOf ?e"),
    rule("symmetric property (prp-symp)", "?p a owl:SymmetricProperty . ?x ?p ?y", "?y ?p ?x"),
    rule("transitive property (prp-trp)", "?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z", "?x ?p ?z"),
    rule("inverse property (prp-inv1)", "?p owl:inverseOf ?q . ?x ?p ?y", "?y ?q ?x"),
    rule("inverse property (prp-inv2)", "?p owl:inverseOf ?q . ?x ?q ?y", "?y ?p ?x"),
  ]

  /// What holds of one name holds of the other.
  public static let sameAs: [InferenceRule] = [
    rule("the same, turned round (eq-sym)", "?x owl:sameAs ?y", "?y owl:sameAs ?x"),
    rule("the same as the same (eq-trans)", "?x owl:sameAs ?y . ?y owl:sameAs ?z", "?x owl:sameAs ?z"),
    rule("the same subject (eq-rep-s)", "?x owl:sameAs ?y . ?x ?p ?o", "?y ?p ?o"),
    rule("the same property (eq-rep-p)", "?p owl:sameAs ?q . ?x ?p ?y", "?x ?q ?y"),
    rule("the same object (eq-rep-o)", "?x owl:sameAs ?y . ?s ?p ?x", "?s ?p ?y"),
  ]

  private static func rule(_ name: String, _ premises: String, _ conclusion: String) -> InferenceRule {
    do throws(RuleError) {
      return try InferenceRule(name, if: premises, then: conclusion)
    } catch {
      preconditionFailure("a standard rule is written wrongly: \(error)")
    }
  }
}
